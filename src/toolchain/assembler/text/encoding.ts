/** Text of a source that is UTF-16, or why it cannot be read otherwise. */
export class EncodingError extends Error {}

const FIRST = 0xdc00;

/**
 * The text of a source. It should be UTF-8; a byte that is not becomes a code unit of its own, U+DC00 and that byte, which no UTF-8
 * has: so it goes through to the program as it is (`byteOf`).
 * @throws EncodingError for UTF-16, with words that say what to do
 */
export function decodeSource(bytes: Uint8Array): string {
  if (isUtf16(bytes)) throw new EncodingError('this file is UTF-16, and sources are UTF-8: save it as UTF-8');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return withBytes(bytes);
  }
}

/** By its mark, or because every second of its first bytes is zero, as in text of Western languages. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const start = bytes.subarray(0, 64);
  if (start.length < 4 || start.length % 2 !== 0) return false;
  const zeros = [0, 1].map((odd) => start.every((byte, index) => index % 2 !== odd || byte === 0));
  const texts = [0, 1].map((odd) => start.every((byte, index) => index % 2 !== odd || byte !== 0));
  return (zeros[0] && texts[1]) || (zeros[1] && texts[0]);
}

function withBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = lengthAt(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += decoder.decode(bytes.subarray(from, at)) + String.fromCharCode(FIRST + bytes[at]);
    from = ++at;
  }
  return text + decoder.decode(bytes.subarray(from));
}

/** How many bytes the character at an offset has; 0 when it is none (Unicode, table 3-7). */
function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf
      ? 2
      : first >= 0xe0 && first <= 0xef
        ? 3
        : first >= 0xf0 && first <= 0xf4
          ? 4
          : 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < lowest || second > highest) return 0;
  for (let index = 2; index < length; index++) if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** The byte that a code unit stands for which was no UTF-8; undefined for any other. */
export const byteOf = (code: number): number | undefined =>
  code >= FIRST + 0x80 && code <= FIRST + 0xff ? code - FIRST : undefined;

/** Where the first such byte is; -1 when the text is UTF-8. */
export const firstByte = (text: string): number => text.search(/[\udc80-\udcff]/u);
