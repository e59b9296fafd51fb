import { toUnsigned64 } from '../base/integers';
import { RequestError, ErrorId } from './errors';

/** Whether a reference is a plain number: `0x...` or decimal. */
export const isNumber = (text: string): boolean => /^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(text);

/** @throws RequestError when the number has more than 64 bits */
export function wholeAddress(number: string): bigint {
  const address = BigInt(number);
  if (address < 1n << 64n) return address;
  throw new RequestError(ErrorId.user, `"${number.slice(0, 40)}" is no address: it has more than 64 bits`);
}

/** Reads a memory or instruction reference: `0x...` or decimal. @throws RequestError */
export function parseAddress(reference: string, offset = 0): bigint {
  const text = reference.trim();
  if (!isNumber(text)) {
    throw new RequestError(ErrorId.user, `"${reference}" is no address; use a number such as 0x80000000`);
  }
  return toUnsigned64(wholeAddress(text) + BigInt(offset));
}
