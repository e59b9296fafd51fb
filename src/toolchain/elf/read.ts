import { UserError } from '../../base/errors';
import { FileView } from './file-view';
import {
  type Elf,
  type ElfSymbol,
  HEADER_SIZE,
  MACHINE_RISCV,
  SECTION_HEADER_SIZE,
  SEGMENT_HEADER_SIZE,
  SYMBOL_SIZE,
  type Section,
  SectionType,
  type Segment,
  SegmentFlags,
  SegmentType,
  type SymbolKind,
  symbolTypeNumbers,
} from './types';

/** Bigger memory sizes than any address space of this machine (Sv39) are nonsense. */
const LARGEST_SIZE = 2 ** 39;
const UNDEFINED_SECTION = 0;
const FIRST_RESERVED_SECTION = 0xff00;
const EXTENDED_COUNT = 0xffff;

const kindOfNumber = new Map(
  Object.entries(symbolTypeNumbers).map(([kind, number]) => [number, kind as SymbolKind]),
);

/**
 * Reads an ELF file of RV64, which may be damaged or made with bad intent.
 * @param name what messages call the file
 * @throws UserError naming the file and what is wrong with it
 */
export function readElf(bytes: Uint8Array, name: string): Elf {
  const file = new FileView(bytes, name);
  checkIdentification(file, bytes);
  const sections = readSections(file);
  return {
    name,
    type: file.u16(16),
    entry: file.u64(24),
    flags: file.u32(48),
    segments: readSegments(file),
    sections: sections.filter((section) => section.type !== SectionType.null),
    symbols: readSymbols(file, sections),
  };
}

function checkIdentification(file: FileView, bytes: Uint8Array): void {
  const isElf = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
  if (!isElf) throw new UserError(`${file.name}: not an ELF file`);
  if (bytes.length < HEADER_SIZE) file.fail('the ELF header is cut off');
  if (bytes[4] !== 2) throw new UserError(`${file.name}: a 32-bit ELF file; only 64-bit RISC-V is supported`);
  if (bytes[5] !== 1)
    throw new UserError(`${file.name}: a big-endian ELF file; only little-endian RISC-V is supported`);
  const machine = file.u16(18);
  if (machine !== MACHINE_RISCV) {
    throw new UserError(
      `${file.name}: made for another machine (ELF machine ${machine}); only RISC-V (243) is supported`,
    );
  }
}

function readSegments(file: FileView): Segment[] {
  const count = file.u16(56);
  if (count === 0) return [];
  if (file.u16(54) !== SEGMENT_HEADER_SIZE) file.fail('program headers of a wrong size');
  const table = file.size(32, 'the program header table');
  file.range(table, count * SEGMENT_HEADER_SIZE, 'the program header table');
  const segments: Segment[] = [];
  for (let index = 0; index < count; index++) {
    const at = table + index * SEGMENT_HEADER_SIZE;
    if (file.u32(at) !== SegmentType.load) continue;
    const what = `segment ${index}`;
    const flags = file.u32(at + 4);
    const fileSize = file.size(at + 32, what);
    const memorySize = file.size(at + 40, what);
    const virtualAddress = file.u64(at + 16);
    if (memorySize < fileSize) file.fail(`${what} is smaller in memory than in the file`);
    if (memorySize > LARGEST_SIZE) file.fail(`${what} is larger than an address space`);
    if (virtualAddress + BigInt(memorySize) > 1n << 64n) file.fail(`${what} goes beyond the last address`);
    segments.push({
      virtualAddress,
      physicalAddress: file.u64(at + 24),
      bytes: file.range(file.size(at + 8, what), fileSize, what),
      memorySize,
      readable: (flags & SegmentFlags.read) !== 0,
      writable: (flags & SegmentFlags.write) !== 0,
      executable: (flags & SegmentFlags.execute) !== 0,
    });
  }
  return segments;
}

/** All sections, the null section too, so that indices hold. */
function readSections(file: FileView): Section[] {
  const table = file.size(40, 'the section header table');
  if (table === 0) return [];
  if (file.u16(58) !== SECTION_HEADER_SIZE) file.fail('section headers of a wrong size');
  file.range(table, SECTION_HEADER_SIZE, 'the section header table');
  // System V ABI: counts that do not fit the header are in the null section's header.
  const count = file.u16(60) || file.size(table + 32, 'the section header table');
  const nameIndex = file.u16(62) === EXTENDED_COUNT ? file.u32(table + 40) : file.u16(62);
  file.range(table, count * SECTION_HEADER_SIZE, 'the section header table');
  const nameTable =
    nameIndex < count && nameIndex > 0 ? sectionBytes(file, table, nameIndex) : new Uint8Array();
  const sections: Section[] = [];
  for (let index = 0; index < count; index++) {
    const at = table + index * SECTION_HEADER_SIZE;
    const what = `section ${index}`;
    const size = file.size(at + 32, what);
    if (size > LARGEST_SIZE) file.fail(`${what} is larger than an address space`);
    sections.push({
      name: file.string(nameTable, file.u32(at)),
      type: file.u32(at + 4),
      flags: Number(file.u64(at + 8) & 0xffff_ffffn),
      address: file.u64(at + 16),
      offset: file.size(at + 24, what),
      size,
      link: file.u32(at + 40),
      info: file.u32(at + 44),
      alignment: file.size(at + 48, what),
      entrySize: file.size(at + 56, what),
      bytes: sectionBytes(file, table, index),
    });
  }
  return sections;
}

function sectionBytes(file: FileView, table: number, index: number): Uint8Array {
  const at = table + index * SECTION_HEADER_SIZE;
  const type = file.u32(at + 4);
  if (type === SectionType.noBits || type === SectionType.null) return new Uint8Array();
  const what = `section ${index}`;
  return file.range(file.size(at + 24, what), file.size(at + 32, what), what);
}

function readSymbols(file: FileView, sections: readonly Section[]): ElfSymbol[] {
  const table = sections.find((section) => section.type === SectionType.symbolTable);
  if (table === undefined) return [];
  if (table.entrySize !== SYMBOL_SIZE) file.fail('symbols of a wrong size');
  const names = sections[table.link]?.bytes ?? file.fail('the symbol table has no string table');
  const symbols: ElfSymbol[] = [];
  for (
    let at = table.offset + SYMBOL_SIZE;
    at + SYMBOL_SIZE <= table.offset + table.size;
    at += SYMBOL_SIZE
  ) {
    const info = file.u8(at + 4);
    const binding = info >> 4;
    const home = file.u16(at + 6);
    const kind = kindOfNumber.get(info & 15) ?? 'none';
    const section = home < FIRST_RESERVED_SECTION ? sections[home] : undefined;
    const ownName = file.string(names, file.u32(at));
    symbols.push({
      name: kind === 'section' && ownName === '' ? (section?.name ?? '') : ownName,
      address: file.u64(at + 8),
      size: file.size(at + 16, 'a symbol'),
      kind,
      global: binding !== 0,
      weak: binding === 2,
      section: home === UNDEFINED_SECTION ? undefined : section?.name,
      defined: home !== UNDEFINED_SECTION,
    });
  }
  return symbols;
}
