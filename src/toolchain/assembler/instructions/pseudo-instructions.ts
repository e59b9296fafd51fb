import { type Form, formOf } from './forms';

/** A form that stands for other instructions. */
export interface Pseudo {
  readonly form: Form;
  /** The instructions; words of the form in them stand for its operands. */
  readonly expansion: readonly string[];
}

/**
 * Pseudo-instructions and further ways to write instructions (RISC-V assembly programmer's manual, "Pseudoinstructions",
 * and what GNU as adds). A line: name and operands = instructions. Of several lines of one name the first that fits counts.
 * Those that depend on values or take pairs of instructions (`li`, `la`, `call`, loads of symbols) are in `macro-instructions.ts`.
 */
const table = `
nop                   = addi x0, x0, 0
mv rd,rs              = addi rd, rs, 0
move rd,rs            = addi rd, rs, 0
not rd,rs             = xori rd, rs, -1
neg rd,rs             = sub rd, x0, rs
negw rd,rs            = subw rd, x0, rs
sext.b rd,rs          = slli rd, rs, 56; srai rd, rd, 56
sext.h rd,rs          = slli rd, rs, 48; srai rd, rd, 48
sext.w rd,rs          = addiw rd, rs, 0
zext.b rd,rs          = andi rd, rs, 255
zext.h rd,rs          = slli rd, rs, 48; srli rd, rd, 48
zext.w rd,rs          = slli rd, rs, 32; srli rd, rd, 32
seqz rd,rs            = sltiu rd, rs, 1
snez rd,rs            = sltu rd, x0, rs
sltz rd,rs            = slt rd, rs, x0
sgtz rd,rs            = slt rd, x0, rs
sgt rd,rs,rt          = slt rd, rt, rs
sgtu rd,rs,rt         = sltu rd, rt, rs
add rd,rs,imm         = addi rd, rs, imm
addw rd,rs,imm        = addiw rd, rs, imm
and rd,rs,imm         = andi rd, rs, imm
or rd,rs,imm          = ori rd, rs, imm
xor rd,rs,imm         = xori rd, rs, imm
slt rd,rs,imm         = slti rd, rs, imm
sltu rd,rs,imm        = sltiu rd, rs, imm
sll rd,rs,shamt       = slli rd, rs, shamt
srl rd,rs,shamt       = srli rd, rs, shamt
sra rd,rs,shamt       = srai rd, rs, shamt
sllw rd,rs,shamt      = slliw rd, rs, shamt
srlw rd,rs,shamt      = srliw rd, rs, shamt
sraw rd,rs,shamt      = sraiw rd, rs, shamt
beqz rs,target        = beq rs, x0, target
bnez rs,target        = bne rs, x0, target
blez rs,target        = bge x0, rs, target
bgez rs,target        = bge rs, x0, target
bltz rs,target        = blt rs, x0, target
bgtz rs,target        = blt x0, rs, target
bgt rs,rt,target      = blt rt, rs, target
ble rs,rt,target      = bge rt, rs, target
bgtu rs,rt,target     = bltu rt, rs, target
bleu rs,rt,target     = bgeu rt, rs, target
j target              = jal x0, target
jal target            = jal ra, target
jr rs                 = jalr x0, rs, 0
jr imm(rs)            = jalr x0, rs, imm
jr rs,imm             = jalr x0, rs, imm
jalr rs               = jalr ra, rs, 0
jalr imm(rs)          = jalr ra, rs, imm
jalr rs,imm           = jalr ra, rs, imm
jalr rd,rs            = jalr rd, rs, 0
ret                   = jalr x0, ra, 0
csrr rd,csr           = csrrs rd, csr, x0
csrw csr,rs           = csrrw x0, csr, rs
csrs csr,rs           = csrrs x0, csr, rs
csrc csr,rs           = csrrc x0, csr, rs
csrw csr,zimm         = csrrwi x0, csr, zimm
csrs csr,zimm         = csrrsi x0, csr, zimm
csrc csr,zimm         = csrrci x0, csr, zimm
csrwi csr,zimm        = csrrwi x0, csr, zimm
csrsi csr,zimm        = csrrsi x0, csr, zimm
csrci csr,zimm        = csrrci x0, csr, zimm
csrrw rd,csr,zimm     = csrrwi rd, csr, zimm
csrrs rd,csr,zimm     = csrrsi rd, csr, zimm
csrrc rd,csr,zimm     = csrrci rd, csr, zimm
rdcycle rd            = csrrs rd, cycle, x0
rdtime rd             = csrrs rd, time, x0
rdinstret rd          = csrrs rd, instret, x0
fence                 = fence iorw, iorw
pause                 = fence w, 0
sfence.vma            = sfence.vma x0, x0
sfence.vma rs         = sfence.vma rs, x0
scall                 = ecall
sbreak                = ebreak
unimp                 = csrrw x0, cycle, x0
c.nop                 = c.nop 0
`;

const entries = table
  .trim()
  .split('\n')
  .map((line) => {
    const [, name, operands, expansion] = /^(\S+)\s*(\S*)\s*= (.*)$/.exec(line)!;
    return { name, pseudo: { form: formOf(operands), expansion: expansion.split('; ') } };
  });

/** By name, in the order of the table. */
export const pseudoInstructions: ReadonlyMap<string, readonly Pseudo[]> = entries.reduce(
  (map, { name, pseudo }) => map.set(name, [...(map.get(name) ?? []), pseudo]),
  new Map<string, Pseudo[]>(),
);
