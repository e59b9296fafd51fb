const NEWLINE = 0x0a;
/** A line that does not end is told in pieces of this many bytes. */
const LONGEST = 1024;

/** Makes lines of the bytes that processes (null: the kernel by itself) send to the console, each process its own. */
export class ConsoleLines {
  private readonly partial = new Map<number | null, number[]>();

  constructor(private readonly onLine: (pid: number | null, text: string) => void) {}

  byte(pid: number | null, byte: number): void {
    const line = this.partial.get(pid) ?? [];
    this.partial.set(pid, line);
    if (byte !== NEWLINE) line.push(byte);
    if (byte === NEWLINE || line.length >= LONGEST) this.tell(pid, line);
  }

  /** A process has ended: so has its last line. */
  end(pid: number): void {
    const line = this.partial.get(pid);
    if (line) this.tell(pid, line);
  }

  private tell(pid: number | null, line: number[]): void {
    this.partial.delete(pid);
    this.onLine(pid, new TextDecoder().decode(Uint8Array.from(line)));
  }

  /** The lines that have not ended. */
  save(): ReadonlyMap<number | null, readonly number[]> {
    return new Map([...this.partial].map(([pid, line]) => [pid, [...line]]));
  }

  restore(partial: ReadonlyMap<number | null, readonly number[]>): void {
    this.partial.clear();
    for (const [pid, line] of partial) this.partial.set(pid, [...line]);
  }

  /** Tells the lines that have not ended. */
  finish(): void {
    for (const [pid, line] of [...this.partial]) this.tell(pid, line);
  }
}
