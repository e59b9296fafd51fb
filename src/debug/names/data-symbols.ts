import type { Type } from '../../toolchain/dwarf/types/model';
import type { ElfSymbol } from '../../toolchain/elf/types';
import type { Image } from '../symbols/image';
import { arrayOf, C } from '../values/types';

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

/** The labels of data in a program, in the order of their addresses. */
export function dataSymbols(image: Image): readonly DataSymbol[] {
  let symbols = known.get(image);
  if (!symbols) known.set(image, (symbols = find(image)));
  return symbols;
}

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

const isData = (image: Image, { name, kind, address }: ElfSymbol): boolean =>
  (kind === 'object' || kind === 'none') &&
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
