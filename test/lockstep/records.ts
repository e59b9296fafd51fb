/** The log that the harness writes: traps as they came, and the state at the end of each pass of a block. */
import { FINAL_CSRS } from './descriptor';

/** First words of entries. */
export const TRAP_MARK = 0x7472_6170;
export const END_MARK = 0x656e_6421;

/** The words of a trap behind its mark; `vector` is the number of the one that was jumped to. */
export const TRAP_WORDS = [
  'vector', 'mcause', 'mepc', 'mtval', 'mstatus', 'scause', 'sepc', 'stval',
] as const; // prettier-ignore
export type TrapRecord = Readonly<Record<(typeof TRAP_WORDS)[number], bigint>>;

/** The words of a state, behind the mark and the number of instructions. `memory` is a digest. */
export const STATE_WORDS: readonly string[] = [
  ...Array.from({ length: 31 }, (_, n) => `x${n + 1}`),
  ...FINAL_CSRS,
  'memory',
];

const WORD = 8;
const TRAP_SIZE = WORD * (1 + TRAP_WORDS.length);
const STATE_OFFSET = 2 * WORD;
const END_SIZE = STATE_OFFSET + WORD * STATE_WORDS.length;

/** Reads a log entry by entry: there are a hundred thousands of them, so what is equal stays bytes. */
export class Log {
  private readonly view: DataView;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Of the entry; anything else: the program did not get here. */
  get mark(): number {
    return this.at + END_SIZE > this.bytes.length ? 0 : this.view.getUint32(this.at, true);
  }

  next(): void {
    this.at += this.mark === TRAP_MARK ? TRAP_SIZE : END_SIZE;
  }

  /** Of a trap, the code of the exception in one of its words; -1: it was an interrupt. */
  exception(name: 'mcause' | 'scause'): number {
    const at = this.at + WORD * (1 + TRAP_WORDS.indexOf(name));
    return this.view.getInt32(at + 4, true) < 0 ? -1 : this.view.getInt32(at, true);
  }

  trap(): TrapRecord {
    const words = TRAP_WORDS.map((name, n) => [name, this.word(1 + n)]);
    return Object.fromEntries(words) as TrapRecord;
  }

  /** Instructions that retired since the pass began, of the block and of the harness. */
  get retired(): number {
    return this.view.getUint32(this.at + WORD, true);
  }

  state(): bigint[] {
    return STATE_WORDS.map((_, n) => this.word(2 + n));
  }

  /** Does all that is to be compared of the entry have the same bytes? */
  equals(other: Log): boolean {
    const { mark } = this;
    if (mark !== other.mark) return false;
    const [from, to] = mark === TRAP_MARK ? [0, TRAP_SIZE] : [STATE_OFFSET, END_SIZE];
    for (let at = from; at < to; at += 4) {
      if (this.view.getInt32(this.at + at, true) !== other.view.getInt32(other.at + at, true)) return false;
    }
    return true;
  }

  private word(n: number): bigint {
    return this.view.getBigUint64(this.at + WORD * n, true);
  }
}
