/**
 * Binary floating-point numbers in software, exact until they are rounded (IEEE 754-2019, 3.4 and 4.3.1: to the nearest, ties to
 * even). For formats that the host has not, and for conversions that it would round twice.
 */

/** A binary interchange format (IEEE 754-2019, table 3.5). */
export interface FloatFormat {
  readonly exponentBits: number;
  /** Of the fraction as it is stored, without the leading one. */
  readonly fractionBits: number;
}

const FORMATS: ReadonlyMap<number, FloatFormat> = new Map([
  [2, { exponentBits: 5, fractionBits: 10 }],
  [4, { exponentBits: 8, fractionBits: 23 }],
  [8, { exponentBits: 11, fractionBits: 52 }],
  [16, { exponentBits: 15, fractionBits: 112 }],
]);

/** The format of so many bytes; undefined where there is none. */
export const floatFormat = (bytes: number): FloatFormat | undefined => FORMATS.get(bytes);

/** A number as it is: `significand * 2 ** exponent`, with its sign, which zero has as well. */
export type Real =
  | { readonly kind: 'nan' }
  | { readonly kind: 'infinite'; readonly isNegative: boolean }
  | {
      readonly kind: 'finite';
      readonly isNegative: boolean;
      readonly significand: bigint;
      readonly exponent: number;
    };

const NAN: Real = { kind: 'nan' };
const finite = (isNegative: boolean, significand: bigint, exponent: number): Real => ({
  kind: 'finite',
  isNegative,
  significand,
  exponent,
});

/** What the bits of a format stand for. */
export function realOfBits(bits: bigint, { exponentBits, fractionBits }: FloatFormat): Real {
  const isNegative = ((bits >> BigInt(exponentBits + fractionBits)) & 1n) === 1n;
  const exponent = Number((bits >> BigInt(fractionBits)) & ones(exponentBits));
  const fraction = bits & ones(fractionBits);
  if (exponent === (1 << exponentBits) - 1) return fraction === 0n ? { kind: 'infinite', isNegative } : NAN;
  const lowest = 1 - bias(exponentBits) - fractionBits;
  if (exponent === 0) return finite(isNegative, fraction, lowest);
  return finite(isNegative, fraction | (1n << BigInt(fractionBits)), lowest + exponent - 1);
}

/** The bits of the nearest number that a format has. */
export function bitsOfReal(real: Real, { exponentBits, fractionBits }: FloatFormat): bigint {
  const most = ones(exponentBits) << BigInt(fractionBits);
  if (real.kind === 'nan') return most | (1n << BigInt(fractionBits - 1));
  const sign = real.isNegative ? 1n << BigInt(exponentBits + fractionBits) : 0n;
  if (real.kind === 'infinite') return sign | most;
  const { significand, exponent } = real;
  if (significand === 0n) return sign;
  const lowest = 1 - bias(exponentBits) - fractionBits;
  // The exponent of the last bit that is kept: of a subnormal number the lowest that there is.
  const last = Math.max(lowest, exponent + bitLength(significand) - 1 - fractionBits);
  const kept = rounded(significand, last - exponent);
  // A carry out of the fraction counts the exponent up, which is as it should be, also from subnormal and to infinite.
  const bits = (BigInt(last - lowest) << BigInt(fractionBits)) + kept;
  return sign | (bits >= most ? most : bits);
}

export const realOfInteger = (number: bigint): Real => finite(number < 0n, number < 0n ? -number : number, 0);

/** Without its fraction; undefined for what is no number, or infinite. */
export function integerOfReal(real: Real): bigint | undefined {
  if (real.kind !== 'finite') return undefined;
  const { significand, exponent, isNegative } = real;
  const size = exponent >= 0 ? significand << BigInt(exponent) : significand >> BigInt(-exponent);
  return isNegative ? -size : size;
}

export const isZero = (real: Real): boolean => real.kind === 'finite' && real.significand === 0n;

export const negative = (real: Real): Real =>
  real.kind === 'nan' ? real : { ...real, isNegative: !real.isNegative };

/** Exact. */
export function sum(a: Real, b: Real): Real {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  if (a.kind === 'infinite') return b.kind === 'infinite' && a.isNegative !== b.isNegative ? NAN : a;
  if (b.kind === 'infinite') return b;
  const exponent = Math.min(a.exponent, b.exponent);
  const total = scaled(a, exponent) + scaled(b, exponent);
  // Of two zeros, and of what cancels out, only two negative ones make a negative zero.
  const isNegative = total === 0n ? a.isNegative && b.isNegative : total < 0n;
  return finite(isNegative, total < 0n ? -total : total, exponent);
}

/** Exact. */
export function product(a: Real, b: Real): Real {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  const isNegative = a.isNegative !== b.isNegative;
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    return isZero(a) || isZero(b) ? NAN : { kind: 'infinite', isNegative };
  }
  return finite(isNegative, a.significand * b.significand, a.exponent + b.exponent);
}

/** More bits than any format has, and one that says whether there would be more: enough to be rounded. */
const QUOTIENT_BITS = 128;

export function quotient(a: Real, b: Real): Real {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  const isNegative = a.isNegative !== b.isNegative;
  if (a.kind === 'infinite') return b.kind === 'infinite' ? NAN : { kind: 'infinite', isNegative };
  if (b.kind === 'infinite') return finite(isNegative, 0n, 0);
  if (isZero(b)) return isZero(a) ? NAN : { kind: 'infinite', isNegative };
  const by = Math.max(0, QUOTIENT_BITS + bitLength(b.significand) - bitLength(a.significand));
  return finite(
    isNegative,
    withRest(a.significand << BigInt(by), b.significand),
    a.exponent - b.exponent - by - 1,
  );
}

/** Less than 0, 0, or more; undefined when one is no number. */
export function order(a: Real, b: Real): number | undefined {
  if (a.kind === 'nan' || b.kind === 'nan') return undefined;
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    const rank = (real: Real): number => (real.kind === 'infinite' ? (real.isNegative ? -1 : 1) : 0);
    return rank(a) - rank(b);
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const [x, y] = [scaled(a, exponent), scaled(b, exponent)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Powers of ten beyond these are zero or infinite in every format. */
const MOST_DECIMALS = 10_000;

/** `digits * 10 ** exponent`, exactly enough to be rounded to any format. */
export function realOfDecimal(digits: bigint, exponent: number): Real {
  if (digits === 0n || exponent < -MOST_DECIMALS) return finite(false, 0n, 0);
  if (exponent > MOST_DECIMALS) return { kind: 'infinite', isNegative: false };
  if (exponent >= 0) return finite(false, digits * 10n ** BigInt(exponent), 0);
  return quotient(finite(false, digits, 0), finite(false, 10n ** BigInt(-exponent), 0));
}

/** The fewest decimal digits that mean these bits of a format and no others, as a program's text would have them: `0.1`. */
export function decimalOf(bits: bigint, format: FloatFormat): string {
  const real = realOfBits(bits, format);
  if (real.kind === 'nan') return 'NaN';
  const sign = real.isNegative ? '-' : '';
  if (real.kind === 'infinite') return `${sign}Infinity`;
  if (isZero(real)) return `${sign}0`;
  const wanted = bitsOfReal({ ...real, isNegative: false }, format);
  // A number of p bits is told from its neighbours by 1 + p log10(2) digits, rounded up.
  const most = Math.ceil(1 + (format.fractionBits + 1) * Math.LOG10E * Math.LN2);
  const point = decimalExponent(real.significand, real.exponent);
  for (let count = 1; ; count++) {
    const [digits, exponent] = shortened(real.significand, real.exponent, point, count);
    if (count < most && bitsOfReal(realOfDecimal(digits, exponent), format) !== wanted) continue;
    return sign + written(digits.toString().replace(/0+$/, ''), exponent + digits.toString().length - 1);
  }
}

/** `significand * 2 ** exponent` to so many digits, and the power of ten of the last one. */
function shortened(significand: bigint, exponent: number, point: number, count: number): [bigint, number] {
  const last = point - count + 1;
  const [top, bottom] = ratio(significand, exponent, last);
  return [(2n * top + bottom) / (2n * bottom), last];
}

/** The power of ten of the first digit. */
function decimalExponent(significand: bigint, exponent: number): number {
  let guess = Math.floor((bitLength(significand) - 1 + exponent) * Math.LOG10E * Math.LN2);
  for (;;) {
    const [top, bottom] = ratio(significand, exponent, guess + 1);
    if (top < bottom) return guess;
    guess++;
  }
}

/** `significand * 2 ** exponent / 10 ** power` as a fraction. */
function ratio(significand: bigint, exponent: number, power: number): [bigint, bigint] {
  const top = significand * 2n ** BigInt(Math.max(0, exponent)) * 10n ** BigInt(Math.max(0, -power));
  return [top, 2n ** BigInt(Math.max(0, -exponent)) * 10n ** BigInt(Math.max(0, power))];
}

/** As JavaScript writes numbers: with an exponent where there would be many zeros. */
function written(digits: string, exponent: number): string {
  if (exponent < -6 || exponent >= 21) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** A quotient with one more bit: whether the division leaves a rest. */
function withRest(top: bigint, bottom: bigint): bigint {
  const whole = top / bottom;
  return (whole << 1n) | (whole * bottom === top ? 0n : 1n);
}

/** `significand / 2 ** by`, to the nearest, ties to even. */
function rounded(significand: bigint, by: number): bigint {
  if (by <= 0) return significand << BigInt(-by);
  const half = 1n << BigInt(by - 1);
  const kept = significand >> BigInt(by);
  const rest = significand & ones(by);
  return rest > half || (rest === half && (kept & 1n) === 1n) ? kept + 1n : kept;
}

const scaled = ({ significand, exponent, isNegative }: Real & { kind: 'finite' }, to: number): bigint => {
  const size = significand << BigInt(exponent - to);
  return isNegative ? -size : size;
};

const ones = (count: number): bigint => (1n << BigInt(count)) - 1n;
const bias = (exponentBits: number): number => (1 << (exponentBits - 1)) - 1;
const bitLength = (number: bigint): number => number.toString(2).length;
