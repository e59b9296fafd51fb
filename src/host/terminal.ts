/** What a client's terminal is to run: it becomes the console of a machine. */
export interface TerminalCommand {
  readonly args: string[];
  readonly cwd: string;
  readonly env: Record<string, string>;
}

/** The way to a terminal that a client opens. */
export interface TerminalLink {
  readonly command: TerminalCommand;
  /** Called with what is typed, as terminals send it. */
  onTyped: (bytes: Uint8Array) => void;
  /** Called when the terminal has been connected, and when it is gone again. */
  onChange: (isThere: boolean) => void;
  write(bytes: Uint8Array): void;
  /** Resolves when the terminal has taken enough of what was written before, or is gone: until then nothing should be added to it. */
  ready(): Promise<void>;
  /** The terminal gets what was written, and ends. */
  close(): void;
}
