import { hex, toSigned64, toUnsigned64 } from '../../base/integers';

/** What an expression yields: 64 bits, and how they are meant. */
export interface Value {
  /** Unsigned. */
  readonly bits: bigint;
  readonly signed: boolean;
  /** A register, an address, a CSR: shown in hexadecimal. */
  readonly hexadecimal?: boolean;
  /** A word that stands for the value: `user` for the mode 0. */
  readonly word?: string;
}

export const signed = (value: bigint | number): Value => ({
  bits: toUnsigned64(BigInt(value)),
  signed: true,
});
export const unsigned = (value: bigint | number): Value => ({
  bits: toUnsigned64(BigInt(value)),
  signed: false,
});
/** A general register's content: arithmetic is signed, as `long`; reading it, one wants hexadecimal. */
export const register = (bits: bigint): Value => ({ bits, signed: true, hexadecimal: true });
export const address = (bits: bigint): Value => ({ bits, signed: false, hexadecimal: true });

/** The number that a value stands for. */
export const numberOf = (value: Value): bigint => (value.signed ? toSigned64(value.bits) : value.bits);

export const isTrue = (value: Value): boolean => value.bits !== 0n;

/** As a person reads it: a word, `0x...`, or decimal. `base` overrides the value's own habit. */
export function show(value: Value, base?: 'hexadecimal'): string {
  if (value.word !== undefined) return value.word;
  return value.hexadecimal || base ? hex(value.bits) : numberOf(value).toString();
}
