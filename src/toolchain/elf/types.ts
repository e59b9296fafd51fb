/**
 * What is in an ELF file (System V ABI, "Object Files"), as far as a debugger of RV64 programs wants it.
 * Addresses are unsigned 64-bit BigInts, sizes and file offsets numbers of bytes.
 */
export interface Elf {
  /** The name under which the file was read; in messages. */
  readonly name: string;
  readonly entry: bigint;
  /** `e_type`: one of `ElfType`. */
  readonly type: number;
  /** `e_flags` (RISC-V psABI, "File Header"). */
  readonly flags: number;
  /** The loadable segments, in file order. */
  readonly segments: readonly Segment[];
  /** All sections but the null section, in file order. */
  readonly sections: readonly Section[];
  /** The entries of `.symtab` but the null symbol, in file order. */
  readonly symbols: readonly ElfSymbol[];
}

/** A part of memory that the file fills: `bytes`, and zeros up to `memorySize`. */
export interface Segment {
  readonly virtualAddress: bigint;
  readonly physicalAddress: bigint;
  readonly bytes: Uint8Array;
  readonly memorySize: number;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
}

export interface Section {
  readonly name: string;
  /** `sh_type`: one of `SectionType`, or another number. */
  readonly type: number;
  /** `sh_flags`: a sum of `SectionFlags`. */
  readonly flags: number;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly alignment: number;
  readonly link: number;
  readonly info: number;
  readonly entrySize: number;
  /** The contents; none for `noBits`, whose `size` bytes are zeros in memory. A view of the file, not a copy. */
  readonly bytes: Uint8Array;
}

export type SymbolKind = 'function' | 'object' | 'section' | 'none' | 'file';

export interface ElfSymbol {
  readonly name: string;
  readonly address: bigint;
  readonly size: number;
  readonly kind: SymbolKind;
  /** Bound global or weak. */
  readonly global: boolean;
  readonly weak: boolean;
  /** Name of the section it is defined in; undefined for undefined, absolute and common symbols. */
  readonly section: string | undefined;
  readonly defined: boolean;
}

export const ElfType = { relocatable: 1, executable: 2, shared: 3, core: 4 } as const;

export const SectionType = {
  null: 0,
  programBits: 1,
  symbolTable: 2,
  stringTable: 3,
  relocationsWithAddends: 4,
  note: 7,
  noBits: 8,
} as const;

export const SectionFlags = {
  write: 1,
  allocate: 2,
  execute: 4,
  merge: 0x10,
  strings: 0x20,
  compressed: 0x800,
} as const;

export const SegmentType = { load: 1 } as const;
export const SegmentFlags = { execute: 1, write: 2, read: 4 } as const;

/** `e_machine` of RISC-V. */
export const MACHINE_RISCV = 243;

export const HEADER_SIZE = 64;
export const SEGMENT_HEADER_SIZE = 56;
export const SECTION_HEADER_SIZE = 64;
export const SYMBOL_SIZE = 24;

/** `st_info` low four bits, by kind. */
export const symbolTypeNumbers: Readonly<Record<SymbolKind, number>> = {
  none: 0,
  object: 1,
  function: 2,
  section: 3,
  file: 4,
};
