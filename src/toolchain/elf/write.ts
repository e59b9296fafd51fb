import { PAGE_SIZE } from '../../isa/page';
import { ByteWriter } from '../byte-writer';
import {
  ElfType,
  HEADER_SIZE,
  MACHINE_RISCV,
  SECTION_HEADER_SIZE,
  SEGMENT_HEADER_SIZE,
  SYMBOL_SIZE,
  SectionFlags,
  SectionType,
  SegmentFlags,
  SegmentType,
  type SymbolKind,
  symbolTypeNumbers,
} from './types';

/** What `writeElf` makes a static executable of. */
export interface Image {
  readonly entry: bigint;
  readonly flags: number;
  /** In ascending order of address; those without the `allocate` flag have no address and come last. */
  readonly sections: readonly ImageSection[];
  readonly symbols: readonly ImageSymbol[];
}

export interface ImageSection {
  readonly name: string;
  readonly flags: number;
  readonly address: bigint;
  /** The contents; `undefined` for zeros that need no room in the file. */
  readonly bytes: Uint8Array | undefined;
  readonly size: number;
  readonly alignment: number;
}

export interface ImageSymbol {
  readonly name: string;
  readonly address: bigint;
  readonly size: number;
  readonly kind: SymbolKind;
  readonly global: boolean;
  readonly weak?: boolean;
  /** Name of its section; undefined for an absolute symbol. */
  readonly section: string | undefined;
}

const ABSOLUTE_SECTION = 0xfff1;

interface Part {
  readonly section: ImageSection;
  readonly offset: number;
}

/** Writes a static RV64 executable: a loadable segment for each run of sections with the same permissions. */
export function writeElf(image: Image): Uint8Array {
  const runs = segmentRuns(image.sections);
  const parts: Part[] = [];
  let offset = HEADER_SIZE + SEGMENT_HEADER_SIZE * runs.length;
  for (const section of image.sections) {
    offset = placeInFile(offset, section);
    parts.push({ section, offset });
    offset += section.bytes?.length ?? 0;
  }
  const tables = symbolTables(image);
  const names = new StringTable();
  const out = new ByteWriter();
  const sectionHeaders = new ByteWriter();
  sectionHeaders.fill(SECTION_HEADER_SIZE);

  out.fill(HEADER_SIZE);
  for (const run of runs) writeSegmentHeader(out, run, parts);
  for (const { section, offset } of parts) {
    if (section.bytes !== undefined) {
      out.fill(offset - out.length);
      out.bytes(section.bytes);
    }
    writeSectionHeader(sectionHeaders, {
      ...section,
      name: names.add(section.name),
      type: section.bytes === undefined ? SectionType.noBits : SectionType.programBits,
      offset,
    });
  }
  const count = image.sections.length;
  out.align(8);
  const symbolsAt = out.length;
  out.bytes(tables.symbols);
  writeSectionHeader(sectionHeaders, {
    name: names.add('.symtab'), type: SectionType.symbolTable, offset: symbolsAt, size: tables.symbols.length,
    link: count + 2, info: tables.localCount, entrySize: SYMBOL_SIZE, alignment: 8,
  }); // prettier-ignore
  const stringsAt = out.length;
  out.bytes(tables.strings);
  writeSectionHeader(sectionHeaders, {
    name: names.add('.strtab'), type: SectionType.stringTable, offset: stringsAt, size: tables.strings.length,
  }); // prettier-ignore
  const ownName = names.add('.shstrtab');
  const nameBytes = names.finish();
  writeSectionHeader(sectionHeaders, {
    name: ownName, type: SectionType.stringTable, offset: out.length, size: nameBytes.length,
  }); // prettier-ignore
  out.bytes(nameBytes);
  out.align(8);
  const headersAt = out.length;
  out.bytes(sectionHeaders.finish());
  const file = out.finish();
  file.set(fileHeader(image, runs.length, headersAt, count + 4));
  return file;
}

/** File offsets of loadable bytes agree with their addresses modulo the page size, so that pages can be mapped. */
function placeInFile(offset: number, section: ImageSection): number {
  if (section.bytes === undefined) return offset;
  if ((section.flags & SectionFlags.allocate) === 0) return roundUp(offset, section.alignment);
  const wanted = Number(section.address % BigInt(PAGE_SIZE));
  return offset + ((wanted - (offset % PAGE_SIZE) + PAGE_SIZE) % PAGE_SIZE);
}

const roundUp = (value: number, alignment: number): number => Math.ceil(value / alignment) * alignment;

const permissions = (section: ImageSection): number =>
  section.flags & (SectionFlags.write | SectionFlags.execute);

/** Neighbours with equal permissions share a segment, but bytes never follow zeros in one. */
function segmentRuns(sections: readonly ImageSection[]): ImageSection[][] {
  const runs: ImageSection[][] = [];
  for (const section of sections) {
    if ((section.flags & SectionFlags.allocate) === 0 || section.size === 0) continue;
    const run = runs.at(-1);
    const last = run?.at(-1);
    const together =
      last !== undefined &&
      permissions(last) === permissions(section) &&
      !(last.bytes === undefined && section.bytes !== undefined) &&
      section.address - last.address - BigInt(last.size) < BigInt(PAGE_SIZE);
    if (together) run!.push(section);
    else runs.push([section]);
  }
  return runs;
}

function writeSegmentHeader(out: ByteWriter, run: readonly ImageSection[], parts: readonly Part[]): void {
  const first = run[0];
  const last = run.at(-1)!;
  const inFile = run.filter((section) => section.bytes !== undefined).at(-1);
  const fileSize = inFile === undefined ? 0 : Number(inFile.address - first.address) + inFile.size;
  out.u32(SegmentType.load);
  out.u32(
    SegmentFlags.read |
      (first.flags & SectionFlags.write ? SegmentFlags.write : 0) |
      (first.flags & SectionFlags.execute ? SegmentFlags.execute : 0),
  );
  out.u64(BigInt(parts.find((part) => part.section === first)!.offset));
  out.u64(first.address);
  out.u64(first.address);
  out.u64(BigInt(fileSize));
  out.u64(last.address + BigInt(last.size) - first.address);
  out.u64(BigInt(PAGE_SIZE));
}

interface SectionHeader {
  readonly name: number;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly flags?: number;
  readonly address?: bigint;
  readonly link?: number;
  readonly info?: number;
  readonly alignment?: number;
  readonly entrySize?: number;
}

export function writeSectionHeader(out: ByteWriter, header: SectionHeader): void {
  out.u32(header.name);
  out.u32(header.type);
  out.u64(BigInt(header.flags ?? 0));
  out.u64(header.address ?? 0n);
  out.u64(BigInt(header.offset));
  out.u64(BigInt(header.size));
  out.u32(header.link ?? 0);
  out.u32(header.info ?? 0);
  out.u64(BigInt(header.alignment ?? 1));
  out.u64(BigInt(header.entrySize ?? 0));
}

function fileHeader(image: Image, segments: number, sectionHeaders: number, sections: number): Uint8Array {
  const out = new ByteWriter();
  out.bytes([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  out.u16(ElfType.executable);
  out.u16(MACHINE_RISCV);
  out.u32(1);
  out.u64(image.entry);
  out.u64(BigInt(segments === 0 ? 0 : HEADER_SIZE));
  out.u64(BigInt(sectionHeaders));
  out.u32(image.flags);
  out.u16(HEADER_SIZE);
  out.u16(SEGMENT_HEADER_SIZE);
  out.u16(segments);
  out.u16(SECTION_HEADER_SIZE);
  out.u16(sections);
  out.u16(sections - 1);
  return out.finish();
}

/** `.symtab` and `.strtab`; local symbols come first, as the ABI demands. */
function symbolTables(image: Image): { symbols: Uint8Array; strings: Uint8Array; localCount: number } {
  const ordered = [
    ...image.symbols.filter((symbol) => !symbol.global),
    ...image.symbols.filter((symbol) => symbol.global),
  ];
  const sectionIndex = new Map(image.sections.map((section, index) => [section.name, index + 1]));
  const strings = new StringTable();
  const out = new ByteWriter();
  out.fill(SYMBOL_SIZE);
  for (const symbol of ordered) {
    const binding = symbol.weak === true ? 2 : symbol.global ? 1 : 0;
    out.u32(strings.add(symbol.name));
    out.u8((binding << 4) | symbolTypeNumbers[symbol.kind]);
    out.u8(0);
    const home = symbol.section === undefined ? undefined : sectionIndex.get(symbol.section);
    out.u16(home ?? ABSOLUTE_SECTION);
    out.u64(symbol.address);
    out.u64(BigInt(symbol.size));
  }
  const localCount = 1 + image.symbols.filter((symbol) => !symbol.global).length;
  return { symbols: out.finish(), strings: strings.finish(), localCount };
}

/** Strings back to back, each with its NUL; offset 0 is the empty string. */
export class StringTable {
  private readonly out = new ByteWriter();
  private readonly offsets = new Map<string, number>([['', 0]]);

  constructor() {
    this.out.u8(0);
  }

  add(text: string): number {
    const known = this.offsets.get(text);
    if (known !== undefined) return known;
    const offset = this.out.length;
    this.out.string(text);
    this.offsets.set(text, offset);
    return offset;
  }

  finish(): Uint8Array {
    return this.out.finish();
  }
}
