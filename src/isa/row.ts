import type { Expression } from './expression';

/**
 * What an instruction does. `compute` is a pure expression; the other kinds name an effect that every back
 * end (reference evaluator, wasm interpreter, translator) implements once, with an address, condition or value expression of the row.
 */
export type Meaning =
  /** rd = value */
  | { readonly kind: 'compute'; readonly value: Expression }
  /** rd = memory[address], sign- or zero-extended from `width` bytes */
  | {
      readonly kind: 'load';
      readonly width: 1 | 2 | 4 | 8;
      readonly signed: boolean;
      readonly address: Expression;
    }
  /** memory[address] = low `width` bytes of value */
  | {
      readonly kind: 'store';
      readonly width: 1 | 2 | 4 | 8;
      readonly address: Expression;
      readonly value: Expression;
    }
  /** if (condition != 0) pc = target */
  | { readonly kind: 'branch'; readonly condition: Expression; readonly target: Expression }
  /** rd = next; pc = target (evaluated before rd is written; bit 0 cleared by the expression) */
  | { readonly kind: 'jump'; readonly target: Expression }
  /** rd = old = memory[rs1]; memory[rs1] = value; address aligned to `width` or an address-misaligned exception */
  | { readonly kind: 'amo'; readonly width: 4 | 8; readonly value: Expression }
  /** rd = memory[rs1], and a reservation on it */
  | { readonly kind: 'loadReserved'; readonly width: 4 | 8 }
  /** if reserved: memory[rs1] = rs2, rd = 0; else rd = 1; the reservation ends either way */
  | { readonly kind: 'storeConditional'; readonly width: 4 | 8 }
  /** rd = csr; csr = f(csr, source). `set` and `clear` with register x0 (or immediate 0) do not write; `replace` with rd = x0 does not read. */
  | {
      readonly kind: 'csr';
      readonly write: 'replace' | 'set' | 'clear';
      readonly source: 'rs1' | 'immediate';
    }
  | { readonly kind: 'fence' }
  /** fence.i: instructions written by this hart become visible to its fetches */
  | { readonly kind: 'fenceI' }
  | { readonly kind: 'system'; readonly operation: SystemOperation };

export type SystemOperation = 'ecall' | 'ebreak' | 'mret' | 'sret' | 'wfi' | 'sfenceVma';

/**
 * Where operands lie in the 32-bit word (unprivileged specification, chapter "RV32I", "Immediate Encoding Variants").
 * `shift64`: 6-bit shift amount; `shift32`: 5 bits; `csr`: rs1 and a CSR number; `csrImmediate`: a 5-bit immediate in
 * the rs1 field and a CSR number; `amo`: rs1, rs2 and the aq, rl bits; `loadReserved`: rs1, aq, rl;
 * `fence`: predecessor and successor sets; `fixed`: no operands; `fenceVma`: rs1, rs2.
 */
export type Format =
  | 'r' | 'i' | 'load' | 'jalr' | 's' | 'b' | 'u' | 'j' | 'shift64' | 'shift32'
  | 'csr' | 'csrImmediate' | 'amo' | 'loadReserved' | 'fence' | 'fenceVma' | 'fixed'; // prettier-ignore

export type Extension = 'I' | 'M' | 'A' | 'C' | 'Zicsr' | 'Zifencei' | 'privileged';

/** One instruction of the base length. Its position in the table (`index`) is its identity for engines. */
export interface Row {
  readonly index: number;
  /** As GNU as spells it: `addi`, `lr.w`, `sfence.vma`. */
  readonly name: string;
  readonly extension: Extension;
  readonly format: Format;
  /** A word w is this instruction if (w & mask) == match; both as unsigned 32-bit numbers. */
  readonly mask: number;
  readonly match: number;
  readonly meaning: Meaning;
  /** One line for a student: what the instruction does. */
  readonly doc: string;
}

/**
 * An instruction, decoded. Fields that the format lacks are 0. `imm` is the sign-extended immediate as a
 * signed 32-bit number (`lui`, `auipc`: already shifted left by 12; shifts: the amount; CSR instructions: the CSR number,
 * 0..0xfff; fences: the 12 bits of fm, predecessor, successor; amo, loadReserved: aq in bit 1 and rl in bit 0). `csrImmediate` has its
 * 5-bit immediate in `rs1`.
 */
export interface Decoded {
  readonly row: Row;
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  readonly imm: number;
  /** Bytes: 2 for a compressed instruction, which was expanded to its base row. */
  readonly length: 2 | 4;
  /** The bits as they are in memory: 16 or 32 of them, unsigned. */
  readonly word: number;
  /** The compressed row (`c.addi4spn`) that the halfword was, if it was one. */
  readonly compressed?: CompressedRow;
}

/** One compressed instruction (unprivileged specification, "C" extension), defined by what it expands to. */
export interface CompressedRow {
  /** As GNU as spells it: `c.addi4spn`. */
  readonly name: string;
  readonly mask: number;
  readonly match: number;
  /** Reserved or hint encodings for which `expand` gives undefined are not this instruction. */
  readonly expand: (
    half: number,
  ) => { name: string; rd: number; rs1: number; rs2: number; imm: number } | undefined;
  readonly doc: string;
}
