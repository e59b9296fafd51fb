import type { FunctionType, Type } from '../../toolchain/dwarf/types/model';
import type { ElfSymbol } from '../../toolchain/elf/types';
import type { Image } from '../symbols/image';
import type { System } from '../system';
import type { Space } from '../values/location';
import { address, numberAs, type Value } from '../values/value';
import { contentsOf, dataSymbol } from './data-symbols';
import { imagesFrom, spaceOf, type Viewpoint } from './viewpoint';

/** A variable, function, enumerator or label of the program that a viewpoint's code belongs to. */
export function ownGlobal(
  system: System,
  view: Viewpoint,
  name: string,
  space: () => Space,
): Value | undefined {
  const { image } = view;
  return image && globalOf(image, name, () => spaceFor(system, view, image, space), codeOf(view));
}

/** The same of all programs that a viewpoint knows, its own first. */
export function globalIn(
  system: System,
  view: Viewpoint,
  name: string,
  space: () => Space,
): Value | undefined {
  for (const image of imagesFrom(system, view)) {
    const seenFrom = image === view.image ? codeOf(view) : undefined;
    const value = globalOf(image, name, () => spaceFor(system, view, image, space), seenFrom);
    if (value) return value;
  }
  return undefined;
}

/** The kernel's data is where the kernel sees it, whoever asks: its pages may be in no process' page table. */
function spaceFor(system: System, view: Viewpoint, image: Image, space: () => Space): Space {
  const { kernel, kernelImage } = system;
  if (image !== kernelImage || !kernel || view.mode === 'machine') return space();
  const own = kernel.space;
  const isOwn = own.satp === 0n || own.satp === view.space.satp;
  if (isOwn && view.mode === 'kernel') return space();
  return spaceOf(system, { space: own, mode: 'kernel', pid: view.pid, image });
}

/** Where the code of a viewpoint is; to find that out may cost time. */
const codeOf = (view: Viewpoint) => (): bigint => view.at ?? view.pc;

function globalOf(
  image: Image,
  name: string,
  space: () => Space,
  seenFrom: (() => bigint) | undefined,
): Value | undefined {
  const variable = image.global(name, seenFrom);
  if (variable) {
    const there = space();
    return {
      type: variable.type,
      location: { kind: 'memory', space: there, address: variable.address },
      space: there,
    };
  }
  const symbol = image.symbols.named(name);
  if (symbol) return symbolValue(image, symbol, space());
  const enumerator = image.debug.types.enumerators.get(name);
  return enumerator && { ...numberAs(enumerator.type, enumerator.value), isEnumerator: true };
}

/** A function, or a label of assembly: that is its address, as it is in assembly, and of data what lies there is known. */
function symbolValue(image: Image, { name, address: at }: ElfSymbol, space: Space): Value {
  const type = functionType(image, name, at);
  if (type) return { type, location: { kind: 'memory', space, address: at }, space };
  const data = dataSymbol(image, name);
  const label = address(at, space);
  return data?.address === at ? { ...label, contents: contentsOf(data, space) } : label;
}

/** A C function's type; undefined where nothing is known of one. */
function functionType(image: Image, name: string, at: bigint): Type | undefined {
  const found = image.debug.functions.at(at);
  if (found?.name !== name || found.entry !== at) return undefined;
  const type: FunctionType = {
    kind: 'function',
    result: found.result,
    parameters: found.parameters.map(({ type: one }) => one),
    isVariadic: found.isVariadic,
  };
  return type;
}
