import { PAGE_SIZE } from '../../../isa/page';
import { SectionFlags } from '../../elf/types';
import type { ImageSection } from '../../elf/write';
import type { Section, Unit } from '../unit/object';

/** Sections of all sources that become one of the program. */
export interface OutputSection {
  readonly name: string;
  readonly flags: number;
  readonly noBits: boolean;
  readonly parts: readonly Section[];
  alignment: number;
  address: bigint;
  size: number;
}

const { allocate, write, execute } = SectionFlags;
const PAGE = BigInt(PAGE_SIZE);

/** Sections that are collected under another name, those of longer names (`.text.start`) among them. */
const collected: readonly (readonly [from: string, to: string])[] = [
  ['.text', '.text'], ['.init', '.text'], ['.fini', '.text'],
  ['.rodata', '.rodata'], ['.srodata', '.rodata'],
  ['.data', '.data'], ['.sdata', '.data'],
  ['.bss', '.bss'], ['.sbss', '.bss'],
  ['COMMON', '.bss'],
]; // prettier-ignore

/** The section of the program that a section of a source becomes a part of. */
export const outputName = (section: Section): string =>
  collected.find(([from]) => section.name === from || section.name.startsWith(from + '.'))?.[1] ??
  section.name;

/** Images for bare machines begin with this one, whatever comes first in the sources. */
const FIRST_CODE = '.text.init';

/** Code first, then what can only be read, then what can be written, zeros last. Not loaded: behind all. */
function rank(section: OutputSection): number {
  if ((section.flags & allocate) === 0) return 9;
  const permissions = section.flags & (write | execute);
  const order = [execute, 0, write, write | execute].indexOf(permissions);
  return order * 2 + (section.noBits ? 1 : 0);
}

/** Sorts the sections of all sources into those of the program and gives each its address from `base` up. */
export function arrange(units: readonly Unit[], base: bigint): OutputSection[] {
  const outputs = collect(units);
  let address = base;
  let permissions: number | undefined;
  for (const output of outputs) {
    if ((output.flags & allocate) === 0) {
      placeParts(output, 0n);
      continue;
    }
    const own = output.flags & (write | execute);
    // A page has one set of permissions.
    const needsPage = permissions !== undefined && own !== permissions;
    const start = roundUp(needsPage ? roundUp(address, PAGE) : address, BigInt(output.alignment));
    placeParts(output, start);
    if (output.parts.every((part) => part.size === 0)) {
      // Nothing but names is in it: they get an address, and it needs no room.
      output.size = 0;
      continue;
    }
    permissions = own;
    address = output.address + BigInt(output.size);
  }
  return outputs.filter((output) => output.size > 0 || output.name === '.text');
}

/** A compiler's debug information is about its own source; ours is about the assembly that is debugged here. */
const isKept = (section: Section): boolean =>
  (section.flags & allocate) !== 0 || !section.name.startsWith('.debug_');

function collect(units: readonly Unit[]): OutputSection[] {
  const inputs = units.flatMap((unit) => unit.sections).filter(isKept);
  inputs.sort((a, b) => Number(b.name === FIRST_CODE) - Number(a.name === FIRST_CODE));
  const byName = new Map<string, Section[]>();
  for (const section of inputs) {
    const name = outputName(section);
    byName.set(name, [...(byName.get(name) ?? []), section]);
  }
  const outputs = [...byName].map(([name, parts]): OutputSection => {
    const flags = parts.reduce((sum, part) => sum | part.flags, 0);
    const alignment = Math.max(...parts.map((part) => part.alignment));
    return {
      name,
      flags,
      noBits: parts.every((part) => part.noBits),
      parts,
      alignment,
      address: 0n,
      size: 0,
    };
  });
  return outputs.sort((a, b) => rank(a) - rank(b));
}

function placeParts(output: OutputSection, address: bigint): void {
  output.address = address;
  let end = address;
  for (const part of output.parts) {
    part.address = roundUp(end, BigInt(part.alignment));
    end = part.address + BigInt(part.size);
  }
  output.size = Number(end - address);
}

const roundUp = (value: bigint, multiple: bigint): bigint => ((value + multiple - 1n) / multiple) * multiple;

export function imageSection(output: OutputSection): ImageSection {
  const { name, flags, address, size, alignment } = output;
  return { name, flags, address, size, alignment, bytes: output.noBits ? undefined : bytesOf(output) };
}

/** The bytes of a section of the program, with zeros between its parts. */
function bytesOf(output: OutputSection): Uint8Array {
  const bytes = new Uint8Array(output.size);
  for (const part of output.parts) {
    if (!part.noBits) bytes.set(part.whole!.bytes.finish(), Number(part.address! - output.address));
  }
  return bytes;
}
