import type { Space } from './location';

const ESCAPES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  27: '\\e',
  92: '\\\\',
};

/** A character as C writes it, in quotes. */
export const quoteCharacter = (code: number): string => `'${escaped(code, "'")}'`;

function escaped(code: number, quote: string): string {
  const escape = ESCAPES[code];
  if (escape !== undefined) return escape;
  if (code === quote.charCodeAt(0)) return `\\${quote}`;
  if (code >= 32 && code < 127) return String.fromCharCode(code);
  // Three octal digits end by themselves, whatever comes after.
  return code < 256 ? `\\${code.toString(8).padStart(3, '0')}` : `\\u{${code.toString(16)}}`;
}

/** A text up to its NUL as C writes it, in quotes: UTF-8, and single bytes where it is none. */
export function quoteText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  let text = '';
  for (const one of charactersOf(end < 0 ? bytes : bytes.subarray(0, end))) {
    text += typeof one === 'string' ? one : escaped(one, '"');
  }
  return `"${text}"`;
}

/** The characters of a text: those beyond ASCII as themselves, all else as the bytes they are. */
function* charactersOf(bytes: Uint8Array): Generator<string | number> {
  for (let at = 0; at < bytes.length;) {
    const wide = wideAt(bytes, at);
    yield wide?.character ?? bytes[at];
    at += wide?.length ?? 1;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The UTF-8 sequence of more than one byte at a place, if there is a whole one that can be shown. */
function wideAt(bytes: Uint8Array, at: number): { character: string; length: number } | undefined {
  const first = bytes[at];
  const length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
  if (length === 1 || at + length > bytes.length) return undefined;
  try {
    const character = decoder.decode(bytes.subarray(at, at + length));
    return INVISIBLE.test(character) ? undefined : { character, length };
  } catch {
    return undefined;
  }
}

/** Control and format characters, blanks of other widths than the usual, characters that nobody has defined. */
const INVISIBLE = /^[\p{C}\p{Z}]$/u;

const CHUNK = 64;

/** The text at an address up to its NUL, in quotes and cut after `limit` bytes; undefined when its first byte is unreadable. */
export function readString(space: Space, address: bigint, limit: number): string | undefined {
  const read: number[] = [];
  for (let at = 0; at < limit; at += CHUNK) {
    const bytes = readSome(space, address + BigInt(at), Math.min(CHUNK, limit - at));
    if (!bytes) return at === 0 ? undefined : `${quoteText(Uint8Array.from(read))} <unreadable from here on>`;
    read.push(...bytes);
    if (bytes.includes(0)) return quoteText(Uint8Array.from(read));
  }
  return `${quoteText(Uint8Array.from(read))}…`;
}

/** As many of the bytes as there are up to the end of the page. */
function readSome(space: Space, address: bigint, length: number): Uint8Array | undefined {
  const at = BigInt.asUintN(64, address);
  const whole = space.read(at, length);
  if (whole) return whole;
  const room = Number(4096n - (at & 0xfffn));
  return room < length ? space.read(at, room) : undefined;
}

const LONGEST = 60;

/** What lies at an address, if it looks like text of at least `shortest` printable characters; in quotes. */
export function textIn(space: Space, address: bigint, shortest: number): string | undefined {
  const bytes = address < 0x1000n ? undefined : readSome(space, address, LONGEST);
  if (!bytes) return undefined;
  return looksLikeText(bytes, shortest) ? `${quoteText(bytes)}${bytes.includes(0) ? '' : '…'}` : undefined;
}

/** Whether bytes begin with a text, up to its NUL or their end, of at least `shortest` characters, all of them printable. */
export function looksLikeText(bytes: Uint8Array, shortest: number): boolean {
  const end = bytes.indexOf(0);
  const characters = [...charactersOf(end < 0 ? bytes : bytes.subarray(0, end))];
  return characters.length >= shortest && characters.every(isPrintable);
}

const isPrintable = (one: string | number): boolean =>
  typeof one === 'string' || (one >= 32 && one < 127) || (one >= 9 && one <= 13);
