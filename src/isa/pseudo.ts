import type { Decoded } from './row';

/** Another way to write an instruction whose operands have certain values (unprivileged specification, "RISC-V Assembly Programmer's Handbook"). */
export interface Pseudo {
  readonly name: string;
  /** See `syntax.ts`. */
  readonly syntax: string;
  readonly applies: (decoded: Decoded) => boolean;
  /** Printed without aliases too: an instruction in its own right. */
  readonly isReal?: boolean;
}

const ZERO = 0;
const RA = 1;
const CYCLE = 0xc00;
const TIME = 0xc01;
const INSTRET = 0xc02;
const EVERYTHING = 0x0ff;
const TOTAL_STORE_ORDER = 0x833;

const pseudo = (name: string, syntax: string, applies: Pseudo['applies']): Pseudo => ({
  name,
  syntax,
  applies,
});
const real = (name: string, syntax: string, applies: Pseudo['applies']): Pseudo => ({
  name,
  syntax,
  applies,
  isReal: true,
});
const always = (): boolean => true;
const noRd = ({ rd }: Decoded): boolean => rd === ZERO;
const noRs1 = ({ rs1 }: Decoded): boolean => rs1 === ZERO;
const noRs2 = ({ rs2 }: Decoded): boolean => rs2 === ZERO;
const immediateIs =
  (value: number) =>
  ({ imm }: Decoded): boolean =>
    imm === value;
const both =
  (first: Pseudo['applies'], second: Pseudo['applies']): Pseudo['applies'] =>
  (decoded) =>
    first(decoded) && second(decoded);
const readOf = (csr: number): Pseudo['applies'] => both(noRs1, immediateIs(csr));
const link = ({ rd }: Decoded): boolean => rd === RA;

/**
 * Pseudo-instructions by the instruction they stand for, in the order in which GNU objdump prefers them. A compressed
 * instruction that has an entry of its own does not use that of its expansion.
 */
export const pseudos: Readonly<Record<string, readonly Pseudo[]>> = {
  'c.nop': [pseudo('nop', '', immediateIs(0))],
  'c.addi': [],
  'c.mv': [pseudo('mv', 'rd,rs2', always)],
  addi: [
    pseudo('nop', '', both(noRd, both(noRs1, immediateIs(0)))),
    pseudo('li', 'rd,imm', noRs1),
    pseudo('mv', 'rd,rs1', immediateIs(0)),
  ],
  andi: [pseudo('zext.b', 'rd,rs1', immediateIs(255))],
  xori: [pseudo('not', 'rd,rs1', immediateIs(-1))],
  sltiu: [pseudo('seqz', 'rd,rs1', immediateIs(1))],
  addiw: [pseudo('sext.w', 'rd,rs1', immediateIs(0))],
  sub: [pseudo('neg', 'rd,rs2', noRs1)],
  subw: [pseudo('negw', 'rd,rs2', noRs1)],
  sltu: [pseudo('snez', 'rd,rs2', noRs1)],
  slt: [pseudo('sltz', 'rd,rs1', noRs2), pseudo('sgtz', 'rd,rs2', noRs1)],
  beq: [pseudo('beqz', 'rs1,target', noRs2)],
  bne: [pseudo('bnez', 'rs1,target', noRs2)],
  bge: [pseudo('blez', 'rs2,target', noRs1), pseudo('bgez', 'rs1,target', noRs2)],
  blt: [pseudo('bltz', 'rs1,target', noRs2), pseudo('bgtz', 'rs2,target', noRs1)],
  jal: [pseudo('j', 'target', noRd), pseudo('jal', 'target', link)],
  jalr: [
    pseudo('ret', '', ({ rd, rs1, imm }) => rd === ZERO && rs1 === RA && imm === 0),
    pseudo('jr', 'rs1', both(noRd, immediateIs(0))),
    pseudo('jr', 'imm(rs1)', noRd),
    pseudo('jalr', 'rs1', both(link, immediateIs(0))),
    pseudo('jalr', 'imm(rs1)', link),
    pseudo('jalr', 'rd,rs1', immediateIs(0)),
  ],
  fence: [
    pseudo('fence', '', immediateIs(EVERYTHING)),
    real('fence.tso', '', immediateIs(TOTAL_STORE_ORDER)),
  ],
  'sfence.vma': [pseudo('sfence.vma', '', both(noRs1, noRs2)), pseudo('sfence.vma', 'rs1', noRs2)],
  csrrw: [
    real('unimp', '', ({ rd, rs1, imm }) => rd === ZERO && rs1 === ZERO && imm === CYCLE),
    pseudo('csrw', 'csr,rs1', noRd),
  ],
  csrrs: [
    pseudo('rdcycle', 'rd', readOf(CYCLE)),
    pseudo('rdtime', 'rd', readOf(TIME)),
    pseudo('rdinstret', 'rd', readOf(INSTRET)),
    pseudo('csrr', 'rd,csr', noRs1),
    pseudo('csrs', 'csr,rs1', noRd),
  ],
  csrrc: [pseudo('csrc', 'csr,rs1', noRd)],
  csrrwi: [pseudo('csrwi', 'csr,zimm', noRd)],
  csrrsi: [pseudo('csrsi', 'csr,zimm', noRd)],
  csrrci: [pseudo('csrci', 'csr,zimm', noRd)],
};
