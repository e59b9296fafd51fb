import { hex, toSigned64, toUnsigned64 } from '../../base/integers';

/** A number in the other ways to write it: decimal, hexadecimal, binary when it is small, the character. */
export function describeNumber(value: bigint): string {
  const signed = toSigned64(value);
  const parts = [String(signed), hex(toUnsigned64(value))];
  if (value >= 0n && value < 65536n) parts.push(`0b${value.toString(2)}`);
  const character = characterOf(value);
  if (character !== undefined) parts.push(`'${character}'`);
  return '`' + parts.join('` = `') + '`';
}

const named: Readonly<Record<number, string>> = { 0: '\\0', 9: '\\t', 10: '\\n', 13: '\\r', 27: '\\e' };

/** What a character is written as; undefined when the number is none of ASCII that one would write. */
export function characterOf(value: bigint): string | undefined {
  if (value > 32n && value < 127n) return String.fromCharCode(Number(value));
  return value >= 0n && value < 32n ? named[Number(value)] : undefined;
}

/** Decimal, and hexadecimal too where that says more. */
export const numberInWords = (value: bigint): string =>
  value > -16n && value < 16n ? String(value) : `${value} (${hex(toUnsigned64(value))})`;
