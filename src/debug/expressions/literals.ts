import { bitsOfReal, floatFormat, realOfDecimal, realOfInteger, type Real } from '../../base/ieee754';
import { C } from '../values/types';
import type { Type } from '../../toolchain/dwarf/types/model';

/** What a number in an expression stands for (C23, 6.4.4). */
export interface Literal {
  readonly kind: 'number';
  /** Of a floating-point number its bits. */
  readonly value: bigint;
  readonly type: Type;
}

/** Digits of any base with their suffix, as far as anything that could be meant as one number goes. */
export const NUMBER =
  /0[xX][0-9a-fA-F_']*(?:\.[0-9a-fA-F]*)?(?:[pP][+-]?\d+)?\w*|(?:\d[\d_']*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\w*/y;

const INTEGER = /^(0[xX][0-9a-fA-F]*|0[bB][01]*|\d+)([a-zA-Z]*)$/;
const DECIMAL = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?([fFlL]?)$/;
const HEXADECIMAL = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)([fFlL]?)$/;
const SUFFIX = /^(?:([uU])?(?:l|L|ll|LL)?|(?:l|L|ll|LL)([uU]))$/;

/** What a number is, or what is wrong with it. */
export function readNumber(text: string): Literal | string {
  const plain = text.replaceAll(/[_'](?=[0-9a-fA-F])/g, '');
  const integer = INTEGER.exec(plain);
  if (integer) return integerOf(integer[1], integer[2], text);
  const decimal = DECIMAL.exec(plain);
  if (decimal) {
    const [, whole, fraction, exponent = '0', suffix] = decimal;
    return floating(realOfDecimal(BigInt(whole + fraction), Number(exponent) - fraction.length), suffix);
  }
  const hexadecimal = HEXADECIMAL.exec(plain);
  if (hexadecimal && hexadecimal[1] + hexadecimal[2] !== '') {
    const [, whole, fraction, exponent, suffix] = hexadecimal;
    const power = Math.max(-100_000, Math.min(100_000, Number(exponent)));
    const digits = realOfInteger(BigInt(`0x${whole}${fraction}`));
    const real = digits.kind === 'finite' ? { ...digits, exponent: power - 4 * fraction.length } : digits;
    return floating(real, suffix);
  }
  return `"${shortened(text)}" is no number`;
}

function integerOf(digits: string, suffix: string, text: string): Literal | string {
  if (/^0[xXbB]$/.test(digits)) return `"${text}" has no digits`;
  const isOctal = /^0\d/.test(digits);
  if (isOctal && /[89]/.test(digits))
    return `"${shortened(text)}" begins with 0, so it is octal, and has no 8 or 9`;
  const value = BigInt(isOctal ? `0o${digits}` : digits);
  if (value >= 1n << 64n) return `${shortened(text)} does not fit into 64 bits`;
  const parts = SUFFIX.exec(suffix);
  if (!parts) return `"${suffix}" is no suffix of a number; there are u, l, ul, ll and ull`;
  const isUnsigned = parts[1] !== undefined || parts[2] !== undefined;
  const type = integerType(value, {
    isUnsigned,
    isLong: /l/i.test(suffix),
    isDecimal: /^[1-9]/.test(digits),
  });
  return { kind: 'number', value, type };
}

/** The first type that holds the value (C23, 6.4.4.2, table 6); what is too large for all of them is unsigned. */
function integerType(
  value: bigint,
  { isUnsigned, isLong, isDecimal }: { isUnsigned: boolean; isLong: boolean; isDecimal: boolean },
): Type {
  const canBeSigned = !isUnsigned;
  const canBeUnsigned = isUnsigned || !isDecimal;
  if (!isLong && canBeSigned && value < 1n << 31n) return C.int;
  if (!isLong && canBeUnsigned && value < 1n << 32n) return C.unsignedInt;
  return canBeSigned && value < 1n << 63n ? C.long : C.unsignedLong;
}

function floating(real: Real, suffix: string): Literal {
  const type = /f/i.test(suffix) ? C.float : /l/i.test(suffix) ? C.longDouble : C.double;
  return { kind: 'number', value: bitsOfReal(real, floatFormat(type.size)!), type };
}

const LONGEST = 40;
const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** An escape sequence in quotes. */
export const ESCAPE = String.raw`\\(?:x[0-9a-fA-F]+|[0-7]{1,3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^x0-7uU])`;
const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 };
const PIECES = new RegExp(`(${ESCAPE})|[^\\\\]+`, 'g');
const encoder = new TextEncoder();

/** `'a'`, an `int`: of a single character its code, of several their bytes as GNU C puts them together. */
export function readCharacter(inside: string): Literal {
  const whole = [...inside];
  if (whole.length === 1) return character(BigInt(inside.codePointAt(0)!));
  if (/^\\[uU]/.test(inside) && /^.{5}(.{4})?.?$/.test(inside))
    return character(BigInt(`0x${inside.slice(2)}`));
  const bytes = bytesOf(inside);
  return character(bytes.length === 1 ? BigInt(bytes[0]) : joined(bytes));
}

const character = (value: bigint): Literal => ({ kind: 'number', value, type: C.character });

const joined = (bytes: readonly number[]): bigint =>
  BigInt.asIntN(
    32,
    bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n),
  );

/** What stands between double quotes as C has it in memory, with its NUL: an escape is one byte, everything else is UTF-8. */
export const bytesOfText = (inside: string): Uint8Array => Uint8Array.from([...bytesOf(inside), 0]);

const bytesOf = (inside: string): number[] =>
  [...inside.matchAll(PIECES)].flatMap(([piece, escape]) =>
    escape === undefined ? [...encoder.encode(piece)] : escaped(escape),
  );

function escaped(escape: string): number[] {
  const letter = escape[1];
  if (letter === 'x') return [parseInt(escape.slice(2), 16) & 0xff];
  if (letter === 'u' || letter === 'U') {
    const code = parseInt(escape.slice(2), 16);
    return [...encoder.encode(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd')];
  }
  if (/[0-7]/.test(letter)) return [parseInt(escape.slice(1), 8) & 0xff];
  return [...(letter in ESCAPES ? [ESCAPES[letter]] : encoder.encode([...escape.slice(1)][0]))];
}
