import type { DebugProtocol } from '@vscode/debugprotocol';

/** What the client said of itself, and how its lines and columns count: ours begin at 1. */
export class Client {
  private linesStartAt1 = true;
  private columnsStartAt1 = true;
  /** Sources are named by URIs. */
  wantsUris = false;
  supportsMemoryEvent = false;
  supportsInvalidatedEvent = false;
  supportsAnsiStyling = false;
  supportsRunInTerminal = false;

  introduce(args: Partial<DebugProtocol.InitializeRequestArguments>): void {
    this.linesStartAt1 = args.linesStartAt1 !== false;
    this.columnsStartAt1 = args.columnsStartAt1 !== false;
    this.wantsUris = args.pathFormat === 'uri';
    this.supportsMemoryEvent = args.supportsMemoryEvent === true;
    this.supportsInvalidatedEvent = args.supportsInvalidatedEvent === true;
    this.supportsAnsiStyling = args.supportsANSIStyling === true;
    this.supportsRunInTerminal = args.supportsRunInTerminalRequest === true;
  }

  /** A line, or a column, of ours as the client counts. */
  line(ours: number): number {
    return this.linesStartAt1 ? ours : ours - 1;
  }
  column(ours: number): number {
    return this.columnsStartAt1 ? ours : ours - 1;
  }

  /** The client's as we count. */
  ourLine(theirs: number): number {
    return this.linesStartAt1 ? theirs : theirs + 1;
  }
  ourColumn(theirs: number): number {
    return this.columnsStartAt1 ? theirs : theirs + 1;
  }
}
