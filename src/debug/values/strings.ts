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

/** A character as C writes it: in quotes, or for use within `quote`s. */
export function quoteCharacter(code: number, within?: '"'): string {
  const inside = escaped(code, within ?? "'");
  return within === undefined ? `'${inside}'` : inside;
}

function escaped(code: number, quote: string): string {
  const escape = ESCAPES[code];
  if (escape !== undefined) return escape;
  if (code === quote.charCodeAt(0)) return `\\${quote}`;
  if (code >= 32 && code < 127) return String.fromCharCode(code);
  // Three octal digits end by themselves, whatever comes after.
  return code < 256 ? `\\${code.toString(8).padStart(3, '0')}` : `\\u{${code.toString(16)}}`;
}

const CHUNK = 64;

/** The text at an address up to its NUL, in quotes and cut after `limit` bytes; undefined when its first byte is unreadable. */
export function readString(space: Space, address: bigint, limit: number): string | undefined {
  let text = '';
  for (let at = 0; at < limit; at += CHUNK) {
    const bytes = readSome(space, address + BigInt(at), Math.min(CHUNK, limit - at));
    if (!bytes) return at === 0 ? undefined : `"${text}" <unreadable from here on>`;
    const end = bytes.indexOf(0);
    for (const code of end < 0 ? bytes : bytes.subarray(0, end)) text += quoteCharacter(code, '"');
    if (end >= 0) return `"${text}"`;
  }
  return `"${text}"…`;
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
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  if (text.length < shortest || !text.every(isPrintable)) return undefined;
  return `"${[...text].map((code) => quoteCharacter(code, '"')).join('')}"${end < 0 ? '…' : ''}`;
}

const isPrintable = (code: number): boolean => (code >= 32 && code < 127) || (code >= 9 && code <= 13);
