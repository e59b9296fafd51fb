import { toSigned64 } from '../../../base/integers';
import { encode } from '../../../isa/encode';
import { compressedShape } from '../../../isa/encode-compressed';
import { formats } from '../../../isa/formats';
import type { Row } from '../../../isa/row';
import { StatementError } from '../text/cursor';
import type { Span } from '../text/source';

interface Fields {
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
}

const UPPER_MAXIMUM = 0xf_ffffn;

/**
 * The word of an instruction whose immediate is written as a number.
 * @throws StatementError when the number is out of range
 */
export const withValue = (row: Row, fields: Fields, value: bigint, span: Span): number =>
  encode(row, { ...fields, imm: checkedValue(row, value, span) });

/** The immediate as `encode` takes it. @throws StatementError when the number is out of range */
export function checkedValue(row: Row, value: bigint, span: Span): number {
  if (row.format === 'u') {
    if (value < 0n || value > UPPER_MAXIMUM) {
      throw new StatementError(
        span,
        `'${row.name}' takes the upper 20 bits, from 0 to 0xfffff, and this is ${value}`,
        'li loads any number',
      );
    }
    return Number(BigInt.asIntN(32, value << 12n));
  }
  const { minimum, maximum } = formats[row.format].immediate!;
  if (value < BigInt(minimum) || value > BigInt(maximum)) {
    throw new StatementError(
      span,
      `'${row.name}' takes a number from ${minimum} to ${maximum}, and this is ${value}`,
      maximum > 63 ? 'load it into a register with li first' : undefined,
    );
  }
  return Number(value);
}

/** The word of a jump or branch over a distance in bytes. @throws StatementError when it does not reach so far. */
export function withDistance(row: Row, fields: Fields, distance: bigint, span: Span): number {
  const { minimum, maximum } = formats[row.format].immediate!;
  if (distance % 2n !== 0n) throw new StatementError(span, 'the target is at an odd address');
  if (distance < BigInt(minimum) || distance > BigInt(maximum)) {
    throw new StatementError(
      span,
      `the target is ${distance} bytes away; '${row.name}' reaches from ${minimum} to ${maximum}`,
      row.format === 'j' ? 'call or tail reach further' : undefined,
    );
  }
  return encode(row, { ...fields, imm: Number(distance) });
}

/** The halfword of a compressed branch or jump. @throws StatementError when it does not reach so far */
export function shortBranch(
  name: string,
  { rs1 }: Pick<Fields, 'rs1'>,
  distance: bigint,
  span: Span,
): number {
  const half = compressedShape(name)!.encode({ rs1, imm: Number(distance) });
  if (half !== undefined) return half;
  throw new StatementError(span, `the target is ${distance} bytes away, too far for '${name}'`);
}

/** So that a signed lower part completes it. */
const rounded = (value: bigint): bigint => toSigned64(value + 0x800n) & ~0xfffn;

/** Whether `lui` or `auipc` and a lower part reach so far. */
export const isNear = (value: bigint): boolean => rounded(value) === BigInt.asIntN(32, rounded(value));

/** The upper part of an address or distance, rounded so that a signed lower part completes it. */
export function withUpperPart(row: Row, fields: Fields, value: bigint, span: Span): number {
  if (!isNear(value)) {
    const what = row.name === 'auipc' ? 'the distance to it' : 'this address';
    throw new StatementError(
      span,
      `${what} does not fit in 32 signed bits`,
      row.name === 'auipc' ? undefined : 'la reaches addresses near the program',
    );
  }
  return row.format === 'u'
    ? encode(row, { ...fields, imm: Number(rounded(value)) })
    : partMisplaced(row, span);
}

/**
 * The immediate that `%hi` or `%lo` of a number is, of any with 32 bits whatever its sign, as GNU as has it; undefined where the
 * instruction takes no such part.
 * @throws StatementError when the number is too large for `%hi`
 */
export function partOf(row: Row, part: 'hi' | 'lo', value: bigint, span: Span): number | undefined {
  if (part === 'lo')
    return formats[row.format].immediate?.minimum === -2048 ? Number(BigInt.asIntN(12, value)) : undefined;
  if (row.format !== 'u') return undefined;
  if (value < -(1n << 31n) || value >= 1n << 32n)
    throw new StatementError(span, `${value} does not fit in 32 bits`, 'li loads any number');
  return Number(BigInt.asIntN(32, (value + 0x800n) & ~0xfffn));
}

/** The lower 12 bits of an address or distance, as a signed number. */
export function withLowerPart(row: Row, fields: Fields, value: bigint, span: Span): number {
  const { minimum } = formats[row.format].immediate!;
  if (minimum !== -2048) partMisplaced(row, span);
  return encode(row, { ...fields, imm: Number(BigInt.asIntN(12, value)) });
}

function partMisplaced(row: Row, span: Span): never {
  throw new StatementError(
    span,
    `'${row.name}' does not take this part of an address`,
    '%hi and %pcrel_hi are for lui and auipc, %lo and %pcrel_lo for addi, loads and stores',
  );
}

/** Signed or unsigned, as one likes. @throws StatementError */
export function checkDataRange(value: bigint, width: number, span: Span): void {
  const bits = BigInt(width * 8);
  if (width < 8 && (value < -(1n << (bits - 1n)) || value >= 1n << bits)) {
    throw new StatementError(span, `${value} does not fit in ${width} byte${width === 1 ? '' : 's'}`);
  }
}
