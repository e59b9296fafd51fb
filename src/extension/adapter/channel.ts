import type { Message } from './messages';

/**
 * The way to an adapter that runs somewhere else. What it runs in (a worker thread on the desktop, a web worker
 * in the browser) is known to the file that opens it and to no other.
 */
export interface Channel {
  send(message: Message): void;
  onMessage(listener: (message: Message) => void): void;
  /** The other end is gone although nobody closed the channel. Called at most once, with the reason in words. */
  onFailure(listener: (reason: string) => void): void;
  /** Ends the other end, whatever it is doing; `onFailure` is not called. */
  close(): void;
}
