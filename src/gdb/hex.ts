/** Numbers and bytes as the remote protocol writes them: pairs of hexadecimal digits, values in the target's byte order. */

/** Bytes as pairs of digits. */
export const hexOfBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Undefined when it is no row of pairs of digits. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  if (!/^([\da-f]{2})*$/i.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** A 64-bit value, least significant byte first. */
export function hexOfValue(value: bigint): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return hexOfBytes(bytes);
}

/** A value of up to eight bytes, least significant first; undefined when it is none. */
export function valueOfHex(text: string): bigint | undefined {
  const bytes = bytesOfHex(text);
  if (!bytes || bytes.length === 0 || bytes.length > 8) return undefined;
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** A number as addresses and lengths are written, most significant digit first; undefined when it is none. */
export const numberOfHex = (text: string): bigint | undefined =>
  /^[\da-f]{1,16}$/i.test(text) ? BigInt('0x' + text) : undefined;
