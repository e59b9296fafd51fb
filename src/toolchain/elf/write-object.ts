import { ByteWriter } from '../byte-writer';
import {
  ElfType,
  HEADER_SIZE,
  MACHINE_RISCV,
  SECTION_HEADER_SIZE,
  SectionType,
  SYMBOL_SIZE,
  type SymbolKind,
  symbolTypeNumbers,
} from './types';
import { StringTable, writeSectionHeader } from './write';

/** What `writeObject` makes a relocatable file of. */
export interface ObjectImage {
  readonly flags: number;
  readonly sections: readonly ObjectSection[];
  readonly symbols: readonly ObjectSymbol[];
}

export interface ObjectSection {
  readonly name: string;
  readonly flags: number;
  readonly alignment: number;
  readonly size: number;
  /** Undefined for zeros that need no room in the file. */
  readonly bytes: Uint8Array | undefined;
  readonly relocations: readonly Relocation[];
}

/** What the linker is to fill in. */
export interface Relocation {
  /** In the section. */
  readonly offset: number;
  /** Of the RISC-V ELF specification, "Relocations". */
  readonly type: number;
  readonly symbol: ObjectSymbol;
  readonly addend: bigint;
}

export interface ObjectSymbol {
  readonly name: string;
  /** Offset in its section, or the value of an absolute one. */
  readonly value: bigint;
  readonly size: number;
  readonly kind: SymbolKind;
  readonly binding: 'local' | 'global' | 'weak';
  /** Index in `sections`; of a symbol that another file defines, or that has no section, a word. */
  readonly section: number | 'undefined' | 'absolute';
}

const bindings = { local: 0, global: 1, weak: 2 } as const;
const ABSOLUTE = 0xfff1;
const RELOCATION_SIZE = 24;
const INFO_LINK = 0x40;

/** Writes a relocatable RV64 file. */
export function writeObject({ flags, sections, symbols }: ObjectImage): Uint8Array {
  const ordered = [
    ...symbols.filter(({ binding }) => binding === 'local'),
    ...symbols.filter(({ binding }) => binding !== 'local'),
  ];
  const numbers = new Map(ordered.map((symbol, index) => [symbol, index + 1]));
  const related = sections
    .map((section, index) => ({ section, index }))
    .filter(({ section }) => section.relocations.length > 0);
  const symbolTable = sections.length + related.length + 1;

  const names = new StringTable();
  const headers = new ByteWriter();
  headers.fill(SECTION_HEADER_SIZE);
  const out = new ByteWriter();
  out.fill(HEADER_SIZE);
  for (const { name, flags: own, alignment, size, bytes } of sections) {
    out.align(alignment);
    const type = bytes === undefined ? SectionType.noBits : SectionType.programBits;
    writeSectionHeader(headers, {
      name: names.add(name),
      type,
      flags: own,
      offset: out.length,
      size,
      alignment,
    });
    if (bytes !== undefined) out.bytes(bytes);
  }
  for (const { section, index } of related) {
    out.align(8);
    writeSectionHeader(headers, {
      name: names.add(`.rela${section.name}`), type: SectionType.relocationsWithAddends, flags: INFO_LINK, offset: out.length,
      size: section.relocations.length * RELOCATION_SIZE, link: symbolTable, info: index + 1, entrySize: RELOCATION_SIZE, alignment: 8,
    }); // prettier-ignore
    for (const { offset, type, symbol, addend } of section.relocations) {
      out.u64(BigInt(offset));
      out.u64((BigInt(numbers.get(symbol)!) << 32n) | BigInt(type));
      out.u64(addend);
    }
  }
  const strings = new StringTable();
  out.align(8);
  writeSectionHeader(headers, {
    name: names.add('.symtab'), type: SectionType.symbolTable, offset: out.length, size: (ordered.length + 1) * SYMBOL_SIZE,
    link: symbolTable + 1, info: 1 + ordered.filter(({ binding }) => binding === 'local').length, entrySize: SYMBOL_SIZE, alignment: 8,
  }); // prettier-ignore
  out.fill(SYMBOL_SIZE);
  for (const { name, value, size, kind, binding, section } of ordered) {
    out.u32(strings.add(name));
    out.u8((bindings[binding] << 4) | symbolTypeNumbers[kind]);
    out.u8(0);
    out.u16(section === 'undefined' ? 0 : section === 'absolute' ? ABSOLUTE : section + 1);
    out.u64(value);
    out.u64(BigInt(size));
  }
  for (const [name, table] of [
    ['.strtab', strings],
    ['.shstrtab', names],
  ] as const) {
    const nameAt = names.add(name);
    const bytes = table.finish();
    writeSectionHeader(headers, {
      name: nameAt,
      type: SectionType.stringTable,
      offset: out.length,
      size: bytes.length,
    });
    out.bytes(bytes);
  }
  out.align(8);
  const headersAt = out.length;
  out.bytes(headers.finish());
  const file = out.finish();
  file.set(fileHeader(flags, headersAt, symbolTable + 3));
  return file;
}

function fileHeader(flags: number, sectionHeaders: number, sections: number): Uint8Array {
  const out = new ByteWriter();
  out.bytes([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  out.u16(ElfType.relocatable);
  out.u16(MACHINE_RISCV);
  out.u32(1);
  out.u64(0n);
  out.u64(0n);
  out.u64(BigInt(sectionHeaders));
  out.u32(flags);
  out.u16(HEADER_SIZE);
  out.u16(0);
  out.u16(0);
  out.u16(SECTION_HEADER_SIZE);
  out.u16(sections);
  out.u16(sections - 1);
  return out.finish();
}
