import { UserError } from '../../base/errors';

/** A comma in a value is written twice. */
const pieces = (text: string): string[] =>
  text
    .replaceAll(',,', '\0')
    .split(',')
    .map((piece) => piece.replaceAll('\0', ','));

/** `key=value,...`; a piece without `=` is a flag that is on. */
export function properties(text: string): ReadonlyMap<string, string> {
  return new Map(
    pieces(text).map((piece): [string, string] => {
      const at = piece.indexOf('=');
      return at < 0 ? [piece, 'on'] : [piece.slice(0, at), piece.slice(at + 1)];
    }),
  );
}

export const property = (text: string, key: string): string | undefined =>
  pieces(text)
    .find((piece) => piece.startsWith(`${key}=`))
    ?.slice(key.length + 1);

/** @throws UserError when it is none, or out of bounds */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UserError(`${option} ${text}: a whole number from ${least} to ${most}`);
}

const MIB = 2 ** 20;
const UNITS: Readonly<Record<string, number>> = { '': MIB, K: 2 ** 10, M: MIB, G: 2 ** 30 };

/** A size of memory as `-m` takes it: in MiB if no unit says otherwise. @throws UserError */
export function sizeOf(option: string, text: string): number {
  const parts = /^(\d+)([KMG]?)B?$/i.exec(text);
  const bytes = parts ? Number(parts[1]) * UNITS[parts[2].toUpperCase()] : NaN;
  if (bytes >= MIB && bytes <= 2 ** 31 && bytes % 4096 === 0) return bytes;
  throw new UserError(`${option} ${text}: a size from 1M to 2G, such as 128M`);
}
