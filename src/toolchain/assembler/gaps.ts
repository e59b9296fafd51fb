import { StatementError } from './cursor';
import type { Fragment, Tail, Term, TermEvaluator } from './object';

const NOP = 0x13;
const COMPRESSED_NOP = 0x01;

/** `.align` and its kin: bytes up to the next multiple of `alignment`. */
export class Alignment implements Tail {
  size = 0;
  readonly longest = undefined;

  constructor(
    private readonly alignment: number,
    /** The byte to fill with; undefined for no-operations in code and zeros in data. */
    private readonly fill: number | undefined,
    /** When more bytes than this were needed, there are none. */
    private readonly maximum: number | undefined,
    private readonly inCode: boolean,
  ) {}

  measure(offset: number): number {
    const needed = (this.alignment - (offset % this.alignment)) % this.alignment;
    return this.maximum !== undefined && needed > this.maximum ? 0 : needed;
  }

  write(into: Fragment): void {
    const { bytes } = into;
    if (this.fill !== undefined || !this.inCode) {
      bytes.fill(this.size, this.fill ?? 0);
      return;
    }
    bytes.fill(this.size % 2);
    if (this.size & 2) bytes.u16(COMPRESSED_NOP);
    for (let rest = this.size >> 2; rest > 0; rest--) bytes.u32(NOP);
  }
}

/** `.skip` and its kin: a number of equal bytes. */
export class Room implements Tail {
  size = 0;
  readonly longest = undefined;

  constructor(
    private readonly count: Term,
    private readonly fill: number,
    private readonly largest: number,
  ) {}

  /** @throws StatementError when the count is no number, or no sensible one */
  measure(_offset: number, evaluator: TermEvaluator): number | undefined {
    const { span } = this.count;
    const count = evaluator.constant(this.count);
    if (count === undefined) return undefined;
    if (count < 0n || count > BigInt(this.largest)) {
      throw new StatementError(
        span,
        `the number of bytes is from 0 to ${this.largest}, and this is ${count}`,
      );
    }
    return Number(count);
  }

  write(into: Fragment, evaluator: TermEvaluator): void {
    if (evaluator.constant(this.count) !== BigInt(this.size)) {
      throw new StatementError(this.count.span, 'the number of bytes must be a number known in this source');
    }
    into.bytes.fill(this.size, this.fill);
  }
}
