import type { ModeName } from '../../protocol/requests';
import type { Message } from '../adapter/messages';

/** Where a frame is, and in which mode its code runs; undefined: nobody can tell. */
export interface FrameView {
  readonly path: string;
  readonly line: number;
  readonly mode: ModeName | undefined;
}

interface StackFrame {
  readonly id: number;
  readonly line: number;
  readonly presentationHint?: string;
  readonly source?: { readonly path?: string };
}

/**
 * The frames of the threads as the editor was last told of them, read along from its messages. Frames above the label of a trap
 * are the kernel's, those below it are the program's.
 */
export class Stacks {
  private readonly asked = new Map<number, number>();
  /** Modes are told when they are asked for: the picture of a stop comes later than its stacks. */
  private readonly frames = new Map<number, () => FrameView>();

  /** @param modeOf the mode that a thread is in now */
  constructor(private readonly modeOf: (threadId: number) => ModeName | undefined) {}

  /** The frame with an id, as long as the machine has not moved. */
  frame(id: number): FrameView | undefined {
    return this.frames.get(id)?.();
  }

  /** The machine has moved. */
  clear(): void {
    this.frames.clear();
  }

  sent(message: Message): void {
    if (message.type !== 'request' || message.command !== 'stackTrace') return;
    const { threadId } = message.arguments as { threadId: number };
    this.asked.set(message.seq, threadId);
  }

  received(message: Message): void {
    if (message.type !== 'response' || message.command !== 'stackTrace') return;
    const threadId = this.asked.get(message.request_seq);
    this.asked.delete(message.request_seq);
    if (!message.success || threadId === undefined) return;
    const { stackFrames } = message.body as { stackFrames: readonly StackFrame[] };
    const label = stackFrames.findIndex(({ presentationHint }) => presentationHint === 'label');
    stackFrames.forEach((frame, i) => {
      const path = frame.source?.path;
      if (path === undefined) return;
      this.frames.set(frame.id, () => ({
        path,
        line: frame.line,
        mode: label < 0 ? this.modeOf(threadId) : i < label ? 'kernel' : 'user',
      }));
    });
  }
}
