/**
 * Further ways to write instructions (RISC-V assembly programmer's manual, "Pseudoinstructions", and what GNU as adds), once for
 * the assembler, the disassembler and the editor.
 *
 * A line: name and operands, direction, the instructions that it stands for, and behind `|` a sentence for a student, once a name.
 * Words of the operands stand for themselves in the instructions. The direction is `<` when it is only read, `>` when it is
 * only printed, `=` when both. Of several lines the first that fits counts: those of one name for the assembler, those
 * of one instruction for the disassembler, in the order in which GNU objdump prefers them.
 *
 * What depends on values or takes pairs of instructions (`la`, `call`, loads of symbols) is the assembler's own.
 */
const table = `
nop                   = addi x0, x0, 0                | Does nothing.
li rd,imm             > addi rd, x0, imm              | Load immediate: rd = a number of up to 64 bits, in as many instructions as it takes.
mv rd,rs              = addi rd, rs, 0                | Move: rd = rs.
move rd,rs            < addi rd, rs, 0                | Move: rd = rs.
not rd,rs             = xori rd, rs, -1               | Bitwise not: rd = all bits of rs, inverted.
neg rd,rs             = sub rd, x0, rs                | Negate: rd = -rs.
negw rd,rs            = subw rd, x0, rs               | Negate word: rd = -rs in 32 bits, sign-extended.
sext.b rd,rs          < slli rd, rs, 56; srai rd, rd, 56 | Sign-extend byte: rd = the low 8 bits of rs as a signed number.
sext.h rd,rs          < slli rd, rs, 48; srai rd, rd, 48 | Sign-extend halfword: rd = the low 16 bits of rs as a signed number.
sext.w rd,rs          = addiw rd, rs, 0               | Sign-extend word: rd = the low 32 bits of rs as a signed number.
zext.b rd,rs          = andi rd, rs, 255              | Zero-extend byte: rd = the low 8 bits of rs.
zext.h rd,rs          < slli rd, rs, 48; srli rd, rd, 48 | Zero-extend halfword: rd = the low 16 bits of rs.
zext.w rd,rs          < slli rd, rs, 32; srli rd, rd, 32 | Zero-extend word: rd = the low 32 bits of rs.
seqz rd,rs            = sltiu rd, rs, 1               | Set if equal to zero: rd = 1 if rs = 0, else 0.
snez rd,rs            = sltu rd, x0, rs               | Set if not equal to zero: rd = 1 if rs is not 0, else 0.
sltz rd,rs            = slt rd, rs, x0                | Set if less than zero: rd = 1 if rs < 0, else 0.
sgtz rd,rs            = slt rd, x0, rs                | Set if greater than zero: rd = 1 if rs > 0, else 0.
sgt rd,rs,rt          < slt rd, rt, rs                | Set if greater than: rd = 1 if rs > rt as signed numbers, else 0.
sgtu rd,rs,rt         < sltu rd, rt, rs               | Set if greater than, unsigned: rd = 1 if rs > rt as unsigned numbers, else 0.
add rd,rs,imm         < addi rd, rs, imm
addw rd,rs,imm        < addiw rd, rs, imm
and rd,rs,imm         < andi rd, rs, imm
or rd,rs,imm          < ori rd, rs, imm
xor rd,rs,imm         < xori rd, rs, imm
slt rd,rs,imm         < slti rd, rs, imm
sltu rd,rs,imm        < sltiu rd, rs, imm
sll rd,rs,shamt       < slli rd, rs, shamt
srl rd,rs,shamt       < srli rd, rs, shamt
sra rd,rs,shamt       < srai rd, rs, shamt
sllw rd,rs,shamt      < slliw rd, rs, shamt
srlw rd,rs,shamt      < srliw rd, rs, shamt
sraw rd,rs,shamt      < sraiw rd, rs, shamt
beqz rs,target        = beq rs, x0, target            | Branch if equal to zero: continues at the target if rs = 0.
bnez rs,target        = bne rs, x0, target            | Branch if not equal to zero: continues at the target if rs is not 0.
blez rs,target        = bge x0, rs, target            | Branch if less than or equal to zero: continues at the target if rs <= 0.
bgez rs,target        = bge rs, x0, target            | Branch if greater than or equal to zero: continues at the target if rs >= 0.
bltz rs,target        = blt rs, x0, target            | Branch if less than zero: continues at the target if rs < 0.
bgtz rs,target        = blt x0, rs, target            | Branch if greater than zero: continues at the target if rs > 0.
bgt rs,rt,target      < blt rt, rs, target            | Branch if greater than: continues at the target if rs > rt as signed numbers.
ble rs,rt,target      < bge rt, rs, target            | Branch if less or equal: continues at the target if rs <= rt as signed numbers.
bgtu rs,rt,target     < bltu rt, rs, target           | Branch if greater than, unsigned: continues at the target if rs > rt as unsigned numbers.
bleu rs,rt,target     < bgeu rt, rs, target           | Branch if less or equal, unsigned: continues at the target if rs <= rt as unsigned numbers.
j target              = jal x0, target                | Jump: continues at the target.
jal target            = jal ra, target
ret                   = jalr x0, ra, 0                | Return from a function: continues at the address in ra.
jr rs                 = jalr x0, rs, 0                | Jump register: continues at the address in rs.
jr imm(rs)            = jalr x0, rs, imm
jr rs,imm             < jalr x0, rs, imm
jalr rs               = jalr ra, rs, 0
jalr imm(rs)          = jalr ra, rs, imm
jalr rs,imm           < jalr ra, rs, imm
jalr rd,rs            = jalr rd, rs, 0
unimp                 = csrrw x0, cycle, x0           | An instruction that is illegal everywhere: it traps.
rdcycle rd            = csrrs rd, cycle, x0           | Reads the counter of clock cycles.
rdtime rd             = csrrs rd, time, x0            | Reads the clock.
rdinstret rd          = csrrs rd, instret, x0         | Reads the counter of executed instructions.
csrr rd,csr           = csrrs rd, csr, x0             | Reads a control register: rd = csr.
csrw csr,rs           = csrrw x0, csr, rs             | Writes a control register: csr = the operand.
csrs csr,rs           = csrrs x0, csr, rs             | Sets bits of a control register: those that are 1 in the operand.
csrc csr,rs           = csrrc x0, csr, rs             | Clears bits of a control register: those that are 1 in the operand.
csrw csr,zimm         < csrrwi x0, csr, zimm
csrs csr,zimm         < csrrsi x0, csr, zimm
csrc csr,zimm         < csrrci x0, csr, zimm
csrwi csr,zimm        = csrrwi x0, csr, zimm          | Writes a number from 0 to 31 to a control register.
csrsi csr,zimm        = csrrsi x0, csr, zimm          | Sets bits of a control register: those that are 1 in a number from 0 to 31.
csrci csr,zimm        = csrrci x0, csr, zimm          | Clears bits of a control register: those that are 1 in a number from 0 to 31.
csrrw rd,csr,zimm     < csrrwi rd, csr, zimm
csrrs rd,csr,zimm     < csrrsi rd, csr, zimm
csrrc rd,csr,zimm     < csrrci rd, csr, zimm
fence                 = fence iorw, iorw
pause                 < fence w, 0                    | Hint to the CPU that this is a loop that waits.
sfence.vma            = sfence.vma x0, x0
sfence.vma rs         = sfence.vma rs, x0
scall                 < ecall                         | The old name of ecall.
sbreak                < ebreak                        | The old name of ebreak.
c.nop                 < c.nop 0
nop                   > c.nop 0
mv rd,rs              > c.mv rd, rs
`;

/** One line of the table. */
export interface PseudoLine {
  readonly name: string;
  /** Operands with commas between them, or nothing. */
  readonly operands: string;
  readonly isRead: boolean;
  readonly isPrinted: boolean;
  readonly expansion: readonly string[];
  readonly doc: string | undefined;
}

export const pseudoLines: readonly PseudoLine[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [, name, operands, direction, expansion, doc] =
      /^(\S+) +(\S*) *([<=>]) ([^|]*?) *(?:\| (.*))?$/.exec(line)!;
    return {
      name,
      operands,
      isRead: direction !== '>',
      isPrinted: direction !== '<',
      expansion: expansion.split('; '),
      doc,
    };
  });

/** A sentence for a student on each name of the table that is no instruction of its own. */
export const pseudoDocs: ReadonlyMap<string, string> = new Map(
  pseudoLines.flatMap(({ name, doc }) => (doc === undefined ? [] : [[name, doc] as const])),
);
