/**
 * Where the operands of each format lie in a 32-bit word (unprivileged specification, "Immediate Encoding Variants").
 * Decoder, encoder and assembler read this one table.
 */
import type { Format } from './row';

/** An immediate operand: what values it takes, and its bits in the word. */
export interface Immediate {
  readonly minimum: number;
  readonly maximum: number;
  /** Every value is a multiple of this. */
  readonly multiple: number;
  readonly decode: (word: number) => number;
  /** Bits for a value in range; the bits outside the immediate are 0. May be negative as a number. */
  readonly encode: (value: number) => number;
}

/** Which operands a format has. */
export interface FormatShape {
  readonly rd: boolean;
  readonly rs1: boolean;
  readonly rs2: boolean;
  readonly immediate?: Immediate;
}

const immediate12: Immediate = {
  minimum: -2048,
  maximum: 2047,
  multiple: 1,
  decode: (word) => word >> 20,
  encode: (value) => value << 20,
};

const storeOffset: Immediate = {
  ...immediate12,
  decode: (word) => ((word >> 25) << 5) | ((word >>> 7) & 0x1f),
  encode: (value) => ((value >> 5) << 25) | ((value & 0x1f) << 7),
};

const branchOffset: Immediate = {
  minimum: -4096,
  maximum: 4094,
  multiple: 2,
  decode: (word) =>
    ((word >> 31) << 12) | ((word & 0x80) << 4) | ((word >>> 20) & 0x7e0) | ((word >>> 7) & 0x1e),
  encode: (value) =>
    ((value & 0x1000) << 19) | ((value & 0x800) >> 4) | ((value & 0x7e0) << 20) | ((value & 0x1e) << 7),
};

const upper: Immediate = {
  minimum: -0x8000_0000,
  maximum: 0x7fff_f000,
  multiple: 4096,
  decode: (word) => word & ~0xfff,
  encode: (value) => value & ~0xfff,
};

const jumpOffset: Immediate = {
  minimum: -0x10_0000,
  maximum: 0xf_fffe,
  multiple: 2,
  decode: (word) =>
    ((word >> 31) << 20) | (word & 0xf_f000) | ((word >>> 9) & 0x800) | ((word >>> 20) & 0x7fe),
  encode: (value) =>
    ((value & 0x10_0000) << 11) | (value & 0xf_f000) | ((value & 0x800) << 9) | ((value & 0x7fe) << 20),
};

/** An unsigned field of `width` bits from bit `low` up. */
const field = (low: number, width: number): Immediate => {
  const maximum = 2 ** width - 1;
  return {
    minimum: 0,
    maximum,
    multiple: 1,
    decode: (word) => (word >>> low) & maximum,
    encode: (value) => value << low,
  };
};

const none = { rd: false, rs1: false, rs2: false };
const csr = { rd: true, rs1: true, rs2: false, immediate: field(20, 12) };

export const formats: Readonly<Record<Format, FormatShape>> = {
  r: { rd: true, rs1: true, rs2: true },
  i: { rd: true, rs1: true, rs2: false, immediate: immediate12 },
  load: { rd: true, rs1: true, rs2: false, immediate: immediate12 },
  jalr: { rd: true, rs1: true, rs2: false, immediate: immediate12 },
  s: { rd: false, rs1: true, rs2: true, immediate: storeOffset },
  b: { rd: false, rs1: true, rs2: true, immediate: branchOffset },
  u: { rd: true, rs1: false, rs2: false, immediate: upper },
  j: { rd: true, rs1: false, rs2: false, immediate: jumpOffset },
  shift64: { rd: true, rs1: true, rs2: false, immediate: field(20, 6) },
  shift32: { rd: true, rs1: true, rs2: false, immediate: field(20, 5) },
  csr,
  csrImmediate: csr,
  amo: { rd: true, rs1: true, rs2: true, immediate: field(25, 2) },
  loadReserved: { rd: true, rs1: true, rs2: false, immediate: field(25, 2) },
  fence: { ...none, immediate: field(20, 12) },
  fenceVma: { rd: false, rs1: true, rs2: true },
  fixed: none,
};
