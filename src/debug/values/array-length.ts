import { sizeOf, stripped } from '../../toolchain/dwarf/types/model';
import type { Location } from './location';
import { scalarOf } from './scalar';
import type { Value } from './value';

/** How many elements an array has. */
interface Length {
  readonly count: number;
  /** Nobody knows where it ends: these are the first. */
  readonly isOpen: boolean;
}

/** Of an array of which nobody says where it ends. */
const FIRST = 100;
/** A text of unknown length is looked through no further. */
const LONGEST_TEXT = 4096;

/**
 * The length of an array: as its type has it; else, of `char name[]` at the end of a structure and of `extern int table[]`, up to
 * the end of the program's object that it is part of; of a text in memory that belongs to nothing, up to its NUL.
 */
export function lengthOf({ type, location }: Value): Length {
  const plain = stripped(type);
  if (plain.kind !== 'array') return { count: 0, isOpen: false };
  if (plain.count !== undefined) return { count: plain.count, isOpen: false };
  const size = sizeOf(plain.element);
  if (location.kind !== 'memory' || size === undefined || size === 0) return { count: 0, isOpen: true };
  const room = location.space.roomAt(location.address);
  if (room !== undefined) return { count: Math.floor(room / size), isOpen: false };
  const isText = scalarOf(plain.element)?.kind === 'character' && size === 1;
  return isText ? textLength(location) : firstReadable(location, size);
}

function textLength(location: Location & { kind: 'memory' }): Length {
  const readable = firstReadable(location, 1, LONGEST_TEXT).count;
  const bytes = location.space.read(location.address, readable);
  const end = bytes?.indexOf(0) ?? -1;
  return end < 0 ? { count: Math.min(readable, FIRST), isOpen: true } : { count: end + 1, isOpen: false };
}

/** As many as there is memory for, which ends with a page. */
function firstReadable(
  { space, address }: Location & { kind: 'memory' },
  size: number,
  most = FIRST,
): Length {
  for (let length = most * size; ;) {
    if (space.read(address, length)) return { count: Math.floor(length / size), isOpen: true };
    const end = Number((address + BigInt(length) - 1n) & 0xfffn) + 1;
    length -= end;
    if (length < size) return { count: 0, isOpen: true };
  }
}
