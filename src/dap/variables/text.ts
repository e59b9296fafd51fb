import { hex, toSigned64 } from '../../base/integers';
import { show, type Value } from '../../debug/expressions/value';
import type { Image } from '../../debug/symbols/image';

/** Larger numbers read better in hexadecimal alone. */
const SMALL = 100_000n;

/** A register's content: one number first, then what else it may mean: `0x6 (6)`, `0x1040 <message>`. */
export function registerText(bits: bigint, images: readonly (Image | undefined)[]): string {
  const name = symbolFor(bits, images);
  if (name !== undefined) return `${hex(bits)} <${name}>`;
  const number = toSigned64(bits);
  return number > -SMALL && number < SMALL && (number < 0n || number > 9n)
    ? `${hex(bits)} (${number})`
    : hex(bits);
}

/** The result of an expression, as registers are shown where it is one. */
export const valueText = (
  value: Value,
  images: readonly (Image | undefined)[],
  isHexadecimal: boolean,
): string =>
  value.hexadecimal && value.word === undefined
    ? registerText(value.bits, images)
    : show(value, isHexadecimal ? 'hexadecimal' : undefined);

/** The symbol around an address; none for numbers that are hardly addresses. */
export function symbolFor(bits: bigint, images: readonly (Image | undefined)[]): string | undefined {
  for (const image of images) {
    if (!image?.contains(bits)) continue;
    const name = image.nameOf(bits);
    if (name !== undefined) return name;
  }
  return undefined;
}
