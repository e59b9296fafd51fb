/** The response that a handler is making. */
export interface Answer {
  /** Does something once the response has been sent; nothing if it turns out to be a failure. */
  after(action: () => void): void;
  /** Does something when the client gives up this request; the response has then been sent. */
  onCancel(action: () => void): void;
  readonly isCancelled: boolean;
  /** Gives up this request. */
  cancel(): void;
  /** Gives up another one, if it has not been answered. */
  cancelRequest(seq: number): void;
}
