/** The client, as a session sees it. */
export interface Peer {
  event(event: string, body?: unknown): void;
  /** Asks the client something. @throws RequestError with its words when it refuses, or does not answer */
  request(command: string, args: object): Promise<void>;
  /** Resolves when the client has taken enough of what it was sent: a machine that says much waits for whoever listens. */
  ready(): Promise<void>;
  /** It has taken its leave: what has no answer yet is given up. */
  leave(): void;
}
