import { Emitter } from '../../base/event';
import type { Witness } from '../witness';

const NEWLINE = 0x0a;
/** Bytes that are kept; of a longer output the oldest half goes. */
const MOST = 16 * 2 ** 20;
/** Lines whose instants are kept; of more the oldest half goes. */
const MOST_LINES = 2 ** 20;

/** What a screen is to show, and the number of its first line, of all lines from 1. */
export interface Screen {
  readonly bytes: Uint8Array;
  readonly line: number;
}

/** The output of one history. Immutable. */
interface KnownOutput {
  readonly kept: Uint8Array;
  readonly dropped: number;
  readonly linesDropped: number;
  readonly total: number;
  readonly lines: readonly number[];
  readonly droppedLines: number;
  readonly newest: number;
}

/** What the guest sends to its console: what is new is handed over once, and what was there at an instant can be had again. */
export class ConsoleOutput implements Witness {
  /** What is new, a slice at a time. */
  readonly bytes = new Emitter<Uint8Array>();
  /** A screen that shows the output is to show this instead: the machine has gone to another instant. */
  readonly repainted = new Emitter<Screen>();
  private kept = new Uint8Array(1024);
  /** Bytes that are kept no more. */
  private dropped = 0;
  /** Line ends among them. */
  private linesDropped = 0;
  /** Bytes of this history, and how many of them there are at the present instant. */
  private total = 0;
  private count = 0;
  /** How many were handed over, and how many a screen shows. */
  private sent = 0;
  private painted = 0;
  /** Instants at which lines ended, but for the oldest lines. */
  private lines: number[] = [];
  private droppedLines = 0;
  /** The instant of the newest byte. */
  private newest = 0;

  /** @param now the instant */
  constructor(private readonly now: () => number) {}

  consoleByte(byte: number): void {
    if (this.count++ < this.total) return;
    this.append(byte);
    this.newest = this.now();
    if (byte === NEWLINE) this.endLine();
  }

  /** The instant at which a line, counted from 1, had been printed; undefined: there is none yet, or it is too long ago. */
  printed(line: number): number | undefined {
    const index = line - 1 - this.droppedLines;
    if (index === this.lines.length && this.total > 0 && !this.endsWithLine) return this.newest;
    return this.lines[index];
  }

  /** Hands over what has come since the last time. */
  flush(): void {
    if (this.sent === this.total) return;
    if (this.painted !== this.sent) this.repaint(this.sent);
    const bytes = this.between(this.sent, this.total);
    this.sent = this.painted = this.total;
    this.bytes.emit(bytes);
  }

  /** The machine stands: a screen shows what there is at this instant. */
  settle(): void {
    this.flush();
    if (this.painted !== this.count) this.repaint(this.count);
  }

  /** What comes after this instant is another history from now on. */
  forgetAhead(): void {
    this.total = this.sent = this.count;
    const now = this.now();
    while (this.lines.length > 0 && this.lines.at(-1)! > now) this.lines.pop();
    this.newest = Math.min(this.newest, now);
  }

  save(): unknown {
    return this.count;
  }

  saveHistory(): KnownOutput {
    const { dropped, linesDropped, total, droppedLines, newest } = this;
    const kept = this.kept.slice(0, total - dropped);
    return { kept, dropped, linesDropped, total, lines: [...this.lines], droppedLines, newest };
  }

  restoreHistory({ kept, lines, ...counts }: KnownOutput): void {
    Object.assign(this, counts);
    this.kept = new Uint8Array(Math.max(1024, kept.length));
    this.kept.set(kept);
    this.lines = [...lines];
    this.sent = this.total;
    // The screen shows what another history has printed.
    this.painted = -1;
  }

  restore(count: number): void {
    this.count = count;
  }

  private endLine(): void {
    this.lines.push(this.newest);
    if (this.lines.length <= MOST_LINES) return;
    this.droppedLines += this.lines.splice(0, MOST_LINES / 2).length;
  }

  private get endsWithLine(): boolean {
    return this.kept[this.total - this.dropped - 1] === NEWLINE;
  }

  private repaint(count: number): void {
    this.painted = count;
    this.repainted.emit({ bytes: this.between(0, count), line: this.linesDropped + 1 });
  }

  private between(start: number, end: number): Uint8Array {
    return this.kept.slice(Math.max(0, start - this.dropped), Math.max(0, end - this.dropped));
  }

  private append(byte: number): void {
    let length = this.total - this.dropped;
    if (length >= MOST) {
      this.flush();
      for (const byte of this.kept.subarray(0, MOST / 2)) if (byte === NEWLINE) this.linesDropped++;
      this.kept.copyWithin(0, MOST / 2, length);
      this.dropped += MOST / 2;
      length -= MOST / 2;
    } else if (length >= this.kept.length) {
      const more = new Uint8Array(2 * this.kept.length);
      more.set(this.kept);
      this.kept = more;
    }
    this.kept[length] = byte;
    this.total++;
  }
}
