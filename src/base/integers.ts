/** Bit arithmetic on the 64-bit values of a RISC-V machine, as unsigned BigInts unless said otherwise. */

const MASK_64 = 0xffff_ffff_ffff_ffffn;

/** The low 64 bits, as an unsigned value. */
export const toUnsigned64 = (value: bigint): bigint => value & MASK_64;

/** The low 64 bits, read as two's complement. */
export const toSigned64 = (value: bigint): bigint => BigInt.asIntN(64, value);

/** The low `bits` bits of a number (bits <= 32), sign-extended. */
export const signExtend = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/** `0x` and lower-case digits, at least `digits` of them. */
export const hex = (value: bigint | number, digits = 1): string =>
  '0x' + (typeof value === 'bigint' ? toUnsigned64(value) : value).toString(16).padStart(digits, '0');
