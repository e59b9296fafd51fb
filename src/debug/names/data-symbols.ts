import { sizeOf, type Type } from '../../toolchain/dwarf/types/model';
import { typeName } from '../../toolchain/dwarf/types/name';
import type { ElfSymbol } from '../../toolchain/elf/types';
import type { Image } from '../symbols/image';
import type { Space } from '../values/location';
import { looksLikeText } from '../values/strings';
import { arrayOf, C, pointerTo } from '../values/types';
import type { Value } from '../values/value';

/** A piece of a program's data that debug information says nothing about, with a type made up from its size. */
export interface DataSymbol {
  readonly name: string;
  readonly address: bigint;
  readonly type: Type;
}

const UNITS: readonly (readonly [number, Type])[] = [
  [8, C.unsignedLong],
  [4, C.unsignedInt],
  [2, C.unsignedShort],
];
/** Nobody looks at more of what has no type. */
const MOST_BYTES = 1 << 20;

const known = new WeakMap<Image, readonly DataSymbol[]>();
const byName = new WeakMap<Image, ReadonlyMap<string, DataSymbol>>();

/** The labels of data in a program, in the order of their addresses. */
export function dataSymbols(image: Image): readonly DataSymbol[] {
  let symbols = known.get(image);
  if (!symbols) known.set(image, (symbols = find(image)));
  return symbols;
}

/** The label of data of a name. */
export function dataSymbol(image: Image, name: string): DataSymbol | undefined {
  let symbols = byName.get(image);
  if (!symbols) byName.set(image, (symbols = new Map(dataSymbols(image).map((one) => [one.name, one]))));
  return symbols.get(name);
}

/** What lies at a label now: bytes that read as text are one. */
export function contentsOf({ address, type }: DataSymbol, space: Space): Value {
  const size = sizeOf(type) ?? 0;
  const shown = isText(type, size, space, address) ? arrayOf(C.char, size) : type;
  return { type: shown, location: { kind: 'memory', space, address }, space, isLabelled: true };
}

/** A single number is seldom one: of eight bytes seven would have to be characters. */
const SHORTEST_TEXT = 7;
/** Enough to tell a text. */
const LOOKED_AT = 256;

function isText(type: Type, size: number, space: Space, address: bigint): boolean {
  const unit = type.kind === 'array' ? (sizeOf(type.element) ?? 1) : size;
  const shortest = type.kind === 'array' ? Math.max(2, unit + 1) : SHORTEST_TEXT;
  const bytes = size < shortest ? undefined : space.read(address, Math.min(size, LOOKED_AT));
  if (!bytes) return false;
  const end = bytes.indexOf(0);
  return looksLikeText(bytes, shortest) && (end < 0 || bytes.subarray(end).every((byte) => byte === 0));
}

/** An expression for what lies at a label, which alone would stand for its address. */
export const contentsExpression = (name: string, type: Type): string =>
  `*(${typeName(pointerTo(type))})&::${name}`;

function find(image: Image): DataSymbol[] {
  const described = new Set(image.debug.variables.globalNames);
  const data = image.symbols.all
    .filter((symbol) => isData(image, symbol))
    .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  const bounds = [...new Set(data.map(({ address }) => address))];
  return data.flatMap(({ name, address, size }): DataSymbol[] => {
    if (described.has(name)) return [];
    const next = bounds[bounds.indexOf(address) + 1];
    const room = size > 0 ? size : Number((next ?? image.endOf(address) ?? address) - address);
    return room <= 0 ? [] : [{ name, address, type: typeFor(address, Math.min(room, MOST_BYTES)) }];
  });
}

const isData = (image: Image, { name, kind, address, section }: ElfSymbol): boolean =>
  (kind === 'object' || kind === 'none') &&
  // Not a number that has a name, `.equ SIZE, 0x2000`.
  section !== undefined &&
  /^[A-Za-z_]\w*$/.test(name) &&
  image.contains(address) &&
  !image.hasCode(address);

/** The largest unit that size and alignment allow; bytes otherwise. */
function typeFor(address: bigint, size: number): Type {
  const [unit, element] = UNITS.find(
    ([length]) => size % length === 0 && address % BigInt(length) === 0n,
  ) ?? [1, C.unsignedChar];
  return size === unit ? element : arrayOf(element, size / unit);
}
