import type { LabQuestion, LabReply } from '../../protocol/labs';

/** What reads labs and runs their checks, somewhere beside the extension host. */
export interface LabThread {
  send(question: LabQuestion): void;
  onReply(listener: (reply: LabReply) => void): void;
  /** It is gone although nobody ended it. */
  onFailure(listener: (reason: string) => void): void;
  close(): void;
}
