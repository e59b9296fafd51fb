import type { LocalOccurrence, Occurrence } from './occurrences';
import type { Piece } from './pieces';

const dataDirective =
  /^\.(byte|half|short|hword|2byte|word|long|int|4byte|dword|quad|8byte|ascii|asciz|string(?:8|16|32|64)?|zero|skip|space|fill|float|single|double|octa)$/;

/** For each statement whether it is data, or data comes behind it before any instruction does: 1 or 0. */
export function dataFollows(pieces: readonly Piece[]): Uint8Array {
  const found = new Uint8Array(pieces.length);
  let follows = 0;
  for (let at = pieces.length - 1; at >= 0; at--) {
    const { kind, word } = pieces[at];
    if (kind === 'instruction') follows = 0;
    else if (dataDirective.test(word)) follows = 1;
    found[at] = follows;
  }
  return found;
}

/** Names that a source offers or describes, calls, or takes the address of. */
export function usedNames(byName: ReadonlyMap<string, readonly Occurrence[]>): ReadonlySet<string> {
  const isUse = ({ role, piece }: Occurrence): boolean =>
    role === 'declaration' || (role === 'reference' && /^(call|tail|jal|la|lla)$/.test(piece?.word ?? ''));
  return new Set([...byName].filter(([, places]) => places.some(isUse)).map(([name]) => name));
}

/** The numeric label that each occurrence of one means. @param locals in the order of the text */
export function homesOf(
  locals: readonly LocalOccurrence[],
): ReadonlyMap<LocalOccurrence, LocalOccurrence | undefined> {
  const homes = new Map<LocalOccurrence, LocalOccurrence | undefined>();
  const pass = (role: 'backward' | 'forward', order: readonly LocalOccurrence[]): void => {
    const latest = new Map<string, LocalOccurrence>();
    for (const one of order) {
      if (one.role === 'definition') {
        homes.set(one, one);
        latest.set(one.number, one);
      } else if (one.role === role) homes.set(one, latest.get(one.number));
    }
  };
  pass('backward', locals);
  pass('forward', [...locals].reverse());
  return homes;
}
