import { toUnsigned64 } from '../base/integers';
import { RequestError, ErrorId } from './errors';

/** Reads a memory or instruction reference: `0x...` or decimal. @throws RequestError */
export function parseAddress(reference: string, offset = 0): bigint {
  if (!/^\s*(0[xX][0-9a-fA-F]+|[0-9]+)\s*$/.test(reference)) {
    throw new RequestError(ErrorId.user, `"${reference}" is no address; use a number such as 0x80000000`);
  }
  return toUnsigned64(BigInt(reference.trim()) + BigInt(offset));
}
