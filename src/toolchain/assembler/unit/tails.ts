import { StatementError } from '../text/cursor';
import type { Span } from '../text/source';
import type { Fragment, Section, Tail, Term, TermEvaluator } from './object';

const NOP = 0x13;
const COMPRESSED_NOP = 0x01;

/** `.align` and its kin: bytes up to the next multiple of `alignment`. */
export class Alignment implements Tail {
  size = 0;
  readonly longest = undefined;

  constructor(
    private readonly alignment: number,
    /** What to fill with; undefined for no-operations in code and zeros in data. */
    private readonly fill:
      { readonly value: bigint; readonly width: number; readonly span: Span } | undefined,
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
    if (this.fill !== undefined) {
      const { value, width, span } = this.fill;
      if (this.size % width !== 0)
        throw new StatementError(
          span,
          `there are ${this.size} bytes to fill, which ${width} does not divide`,
        );
      for (let rest = this.size; rest > 0; rest -= width) bytes.integer(value, width);
      return;
    }
    if (!this.inCode) {
      bytes.fill(this.size);
      return;
    }
    bytes.fill(this.size % 2);
    if (this.size & 2) bytes.u16(COMPRESSED_NOP);
    for (let rest = this.size >> 2; rest > 0; rest--) bytes.u32(NOP);
  }
}

/** `.org`: bytes up to an offset in the section. */
export class Origin implements Tail {
  size = 0;
  readonly longest = undefined;

  constructor(
    private readonly target: Term,
    private readonly fill: number,
    private readonly section: Section,
    private readonly largest: number,
  ) {}

  /** @throws StatementError when it leads backward or out of the section */
  measure(offset: number, evaluator: TermEvaluator): number | undefined {
    const value = evaluator.evaluate(this.target);
    if (value === undefined) return undefined;
    const { span } = this.target;
    if (value.base !== undefined && value.base !== this.section) {
      throw new StatementError(span, '.org goes to an offset in this section');
    }
    const size = Number(value.offset) - offset;
    if (size < 0)
      throw new StatementError(span, `.org cannot go back: ${value.offset} is behind us by ${-size} bytes`);
    if (size > this.largest)
      throw new StatementError(span, `.org leaves out more than ${this.largest} bytes`);
    return size;
  }

  write(into: Fragment, evaluator: TermEvaluator): void {
    // Whoever measured could not say what is wrong.
    const size = this.measure(into.bytes.length, evaluator);
    if (size === undefined)
      throw new StatementError(this.target.span, '.org needs an offset known in this source');
    into.bytes.fill(this.size, this.fill);
  }
}

/** A number of variable length (DWARF 4, 7.6) that is not known where it stands. */
export class Leb128 implements Tail {
  size = 1;
  readonly longest = 10;

  constructor(
    private readonly term: Term,
    private readonly bytesOf: (value: bigint) => number[],
  ) {}

  measure(_offset: number, evaluator: TermEvaluator): number | undefined {
    const value = evaluator.constant(this.term);
    return value === undefined ? undefined : this.bytesOf(value).length;
  }

  write(into: Fragment, evaluator: TermEvaluator): void {
    const value = evaluator.constant(this.term);
    if (value === undefined)
      throw new StatementError(this.term.span, 'this must be a number known in this source');
    const bytes = this.bytesOf(value);
    // Room that was needed in an earlier round of the layout is taken by digits that change nothing.
    const more = this.size - bytes.length;
    const filler = value < 0n ? 0x7f : 0;
    if (more > 0) bytes[bytes.length - 1] |= 0x80;
    for (let index = 1; index <= more; index++) bytes.push(filler | (index < more ? 0x80 : 0));
    into.bytes.bytes(bytes);
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
    /** What to say when the count is not known in the end. */
    private readonly unknown?: () => StatementError,
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
    if (this.measure(into.bytes.length, evaluator) !== this.size) {
      throw (
        this.unknown?.() ??
        new StatementError(this.count.span, 'the number of bytes must be a number known in this source')
      );
    }
    into.bytes.fill(this.size, this.fill);
  }
}
