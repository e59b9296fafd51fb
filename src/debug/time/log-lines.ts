import type { LogLine } from '../run/verdict';

/** Instants that are remembered for one breakpoint. */
const MOST = 200_000;

/** What was written at which instants, by breakpoint. */
export type KnownLines = ReadonlyMap<LogLine['breakpoint'], ReadonlyMap<number, string>>;

/** The lines of logpoints: each appears once for each instant, however often and from where one comes by. */
export class LogLines {
  private readonly said = new WeakSet<LogLine['breakpoint']>();
  private written = new Map<LogLine['breakpoint'], Map<number, string>>();

  constructor(private readonly write: (line: LogLine) => void) {}

  take(line: LogLine, at: number): void {
    if (line.isOnce) {
      if (!this.said.has(line.breakpoint)) this.write(line);
      this.said.add(line.breakpoint);
      return;
    }
    let known = this.written.get(line.breakpoint);
    if (!known || known.size > MOST) this.written.set(line.breakpoint, (known = new Map<number, string>()));
    if (known.get(at) === line.line) return;
    known.set(at, line.line);
    this.write(line);
  }

  /** What has been written in this history. */
  save(): KnownLines {
    return new Map([...this.written].map(([breakpoint, known]) => [breakpoint, new Map(known)]));
  }

  /** Another history is looked at from now on. */
  restore(known: KnownLines): void {
    this.written = new Map([...known].map(([breakpoint, lines]) => [breakpoint, new Map(lines)]));
  }

  /** What comes after an instant is another history from now on. */
  forgetAfter(instant: number): void {
    for (const known of this.written.values()) {
      for (const at of known.keys()) if (at > instant) known.delete(at);
    }
  }
}
