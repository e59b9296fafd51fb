/**
 * Sections whose entries a linker may join (ELF specification, SHF_MERGE and SHF_STRINGS): equal constants and texts become
 * one, and a text that another one ends with becomes the end of that. In the order of GNU ld, so that all addresses are its.
 */
import { SectionFlags } from '../../elf/types';
import type { Section, Unit } from '../unit/object';

/** One text with its end, or one constant, as often as it stands somewhere. */
interface Entry {
  readonly key: string;
  /** In bytes, without the end of a text. */
  readonly length: number;
  /** The section where it was first seen, which keeps it. */
  readonly home: Section;
  readonly alignment: number;
  /** In its home; of a text that is the end of another one, not used. */
  offset: number;
  /** The longer text that it is the end of. */
  longer?: Entry;
  /** A copy with a stricter alignment took its place. */
  isDropped: boolean;
}

/** Joins what may be joined. To be called before sections get their addresses. */
export function mergeSections(units: readonly Unit[], outputOf: (section: Section) => string): void {
  const groups = new Map<string, Section[]>();
  for (const section of units.flatMap((unit) => unit.sections).filter(isMergeable)) {
    const { size, isText } = section.entries!;
    const key = [outputOf(section), size, isText, section.alignment].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), section]);
  }
  for (const sections of groups.values()) join(sections);
}

function isMergeable({ entries, whole, size, alignment, noBits, flags }: Section): boolean {
  if (entries === undefined || whole === undefined || noBits || size === 0) return false;
  // Lines of the source belong to places in code.
  if ((flags & SectionFlags.execute) !== 0) return false;
  if (whole.fixups.length > 0 || size % entries.size !== 0) return false;
  if (entries.isText) return isEnded(whole.bytes.finish(), entries.size) && alignment % entries.size === 0;
  return entries.size % alignment === 0;
}

const isEnded = (bytes: Uint8Array, width: number): boolean =>
  bytes.slice(-width).every((byte) => byte === 0);

function join(sections: readonly Section[]): void {
  const table = new Map<string, Entry>();
  const inOrder: Entry[] = [];
  const add = (section: Section, key: string, length: number, alignment: number): void => {
    const known = table.get(key);
    if (known !== undefined && known.alignment >= alignment) return;
    if (known !== undefined) known.isDropped = true;
    const entry: Entry = { key, length, home: section, alignment, offset: 0, isDropped: false };
    table.set(key, entry);
    inOrder.push(entry);
  };
  const { size: width, isText } = sections[0].entries!;
  const places = sections.map((section) => {
    const bytes = section.whole!.bytes.finish();
    return { section, found: isText ? textsIn(bytes, width, section.alignment) : constantsIn(bytes, width) };
  });
  for (const { section, found } of places)
    for (const { key, alignment } of found) add(section, key, isText ? key.length : width, alignment);
  const kept = inOrder.filter(({ isDropped }) => !isDropped);
  if (isText) findLonger(kept, width);
  for (const { section } of places) section.replaceContents(packed(section, kept, isText ? width : 0));
  const first = kept.find(({ longer }) => longer === undefined)!;
  for (const { section, found } of places) {
    section.moved = (offset) =>
      // The end stays the end.
      offset >= section.writtenSize
        ? { base: section, offset: BigInt(section.size) }
        : moved(found, offset, sections[0].entries!, table, first);
  }
}

/** One character of a key stands for one byte. */
const keyOf = (bytes: Uint8Array, from: number, to: number): string => {
  let key = '';
  for (let at = from; at < to; at++) key += String.fromCharCode(bytes[at]);
  return key;
};

const isZero = (bytes: Uint8Array, at: number, width: number): boolean => {
  for (let index = at; index < at + width; index++) if (bytes[index] !== 0) return false;
  return true;
};

/** Where an entry stands in the contents of a section. */
interface Found {
  readonly start: number;
  readonly key: string;
  readonly alignment: number;
}

function constantsIn(bytes: Uint8Array, width: number): Found[] {
  const found: Found[] = [];
  for (let start = 0; start < bytes.length; start += width)
    found.push({ start, key: keyOf(bytes, start, start + width), alignment: 1 });
  return found;
}

/** Texts are aligned as they happen to be; of the zeros between them, one that is aligned counts as an empty text. */
function textsIn(bytes: Uint8Array, width: number, alignment: number): Found[] {
  const found: Found[] = [];
  let sawEmpty = false;
  for (let start = 0; start < bytes.length;) {
    let end = start;
    while (!isZero(bytes, end, width)) end += width;
    const natural = start & -start;
    const own = natural === 0 || natural > alignment ? alignment : natural;
    found.push({ start, key: keyOf(bytes, start, end), alignment: own });
    for (start = end + width; start < bytes.length && isZero(bytes, start, width); start += width) {
      if (sawEmpty || start % alignment !== 0) continue;
      sawEmpty = true;
      found.push({ start, key: '', alignment });
    }
  }
  return found;
}

/** Finds the texts that are ends of others, where alignment allows it. */
function findLonger(entries: readonly Entry[], width: number): void {
  const [{ alignment: first }] = entries;
  const isUniform = entries.every(({ alignment }) => alignment === first);
  const modulus = isUniform && first > width ? first : 1;
  const sorted = [...entries].sort(
    (a, b) => (a.length % modulus) - (b.length % modulus) || compareFromEnd(a.key, b.key),
  );
  let longer = sorted.pop()!;
  for (const entry of sorted.reverse()) {
    const fits =
      longer.alignment >= entry.alignment && (longer.length - entry.length) % entry.alignment === 0;
    if (fits && longer.key.endsWith(entry.key)) entry.longer = longer;
    else longer = entry;
  }
}

function compareFromEnd(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let back = 1; back <= shorter; back++) {
    const difference = a.charCodeAt(a.length - back) - b.charCodeAt(b.length - back);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The contents of a section with the entries that it keeps. @param end bytes behind each */
function packed(section: Section, entries: readonly Entry[], end: number): Uint8Array {
  const own = entries.filter(({ home, longer }) => home === section && longer === undefined);
  let size = 0;
  for (const entry of own) {
    entry.offset = Math.ceil(size / entry.alignment) * entry.alignment;
    size = entry.offset + entry.length + end;
  }
  const bytes = new Uint8Array(size);
  for (const { key, offset } of own)
    for (let at = 0; at < key.length; at++) bytes[offset + at] = key.charCodeAt(at);
  return bytes;
}

/** Where an offset in the former contents is now. @param first the first text that is kept */
function moved(
  found: readonly Found[],
  offset: number,
  { size: width, isText }: NonNullable<Section['entries']>,
  table: ReadonlyMap<string, Entry>,
  first: Entry,
): { readonly base: Section; readonly offset: bigint } {
  let low = 0;
  let high = found.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (found[middle].start <= offset) low = middle;
    else high = middle;
  }
  const { start, key } = found[low];
  const isInside = offset < start + (isText ? key.length + width : width);
  const entry = table.get(isInside ? key : '');
  // An empty text between others, which was no entry: any end of a text will do.
  if (entry === undefined) return { base: first.home, offset: BigInt(first.offset + first.length) };
  const { longer } = entry;
  const at = longer === undefined ? entry.offset : longer.offset + longer.length - entry.length;
  return { base: (longer ?? entry).home, offset: BigInt(isInside ? at + offset - start : at) };
}
