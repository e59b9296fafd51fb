/**
 * The compressed instructions of RV64C without floating point (unprivileged specification, "C" extension). Each expands to
 * one instruction of the base length; hints expand to what they are written as, reserved encodings to nothing.
 */
import { Register } from '../registers';
import { signExtend } from '../../base/integers';
import type { CompressedRow } from '../row';

type Expand = CompressedRow['expand'];
type Expanded = NonNullable<ReturnType<Expand>>;
/** One run of an immediate's bits: `[lowest bit in the halfword, number of bits, lowest bit in the immediate]`. */
type Run = readonly [from: number, width: number, to: number];

const gather =
  (...runs: readonly Run[]) =>
  (half: number): number =>
    runs.reduce((value, [from, width, to]) => value | (((half >> from) & ((1 << width) - 1)) << to), 0);
const signed =
  (bits: number, read: (half: number) => number) =>
  (half: number): number =>
    signExtend(read(half), bits);

const rd = (half: number): number => (half >> 7) & 31;
const rs2 = (half: number): number => (half >> 2) & 31;
/** The 3-bit register fields name x8 to x15. */
const high3 = (half: number): number => 8 + ((half >> 7) & 7);
const low3 = (half: number): number => 8 + ((half >> 2) & 7);

const amount = gather([12, 1, 5], [2, 5, 0]);
const imm6 = signed(6, amount);
const wordOffset = gather([5, 1, 6], [10, 3, 3], [6, 1, 2]);
const doubleOffset = gather([5, 2, 6], [10, 3, 3]);
const addi4spnImm = gather([7, 4, 6], [11, 2, 4], [5, 1, 3], [6, 1, 2]);
const addi16spImm = signed(10, gather([12, 1, 9], [3, 2, 7], [5, 1, 6], [2, 1, 5], [6, 1, 4]));
const luiImm = signed(18, gather([12, 1, 17], [2, 5, 12]));
const lwspOffset = gather([2, 2, 6], [12, 1, 5], [4, 3, 2]);
const ldspOffset = gather([2, 3, 6], [12, 1, 5], [5, 2, 3]);
const swspOffset = gather([7, 2, 6], [9, 4, 2]);
const sdspOffset = gather([7, 3, 6], [10, 3, 3]);
const jumpOffset = signed(
  12,
  gather([12, 1, 11], [8, 1, 10], [9, 2, 8], [6, 1, 7], [7, 1, 6], [2, 1, 5], [11, 1, 4], [3, 3, 1]),
);
const branchOffset = signed(9, gather([12, 1, 8], [5, 2, 6], [2, 1, 5], [10, 2, 3], [3, 2, 1]));

const to = (name: string, operands: Partial<Expanded>): Expanded => ({
  name,
  rd: 0,
  rs1: 0,
  rs2: 0,
  imm: 0,
  ...operands,
});
const row = (name: string, mask: number, match: number, expand: Expand, doc: string): CompressedRow => ({
  name,
  mask,
  match,
  expand,
  doc,
});

/** rd' = rd' op rs2', the register forms of quadrant 1. */
const arithmetic = (name: string, match: number, base: string, doc: string): CompressedRow =>
  row(name, 0xfc63, match, (half) => to(base, { rd: high3(half), rs1: high3(half), rs2: low3(half) }), doc);

const quadrant0: readonly CompressedRow[] = [
  row(
    'c.addi4spn',
    0xe003,
    0x0000,
    (half) => {
      const imm = addi4spnImm(half);
      return imm === 0 ? undefined : to('addi', { rd: low3(half), rs1: Register.sp, imm });
    },
    'Address in the stack frame: rd = sp + imm.',
  ),
  row(
    'c.lw',
    0xe003,
    0x4000,
    (half) => to('lw', { rd: low3(half), rs1: high3(half), imm: wordOffset(half) }),
    'Load word: rd = the 4 bytes at address rs1 + imm, sign-extended.',
  ),
  row(
    'c.ld',
    0xe003,
    0x6000,
    (half) => to('ld', { rd: low3(half), rs1: high3(half), imm: doubleOffset(half) }),
    'Load doubleword: rd = the 8 bytes at address rs1 + imm.',
  ),
  row(
    'c.sw',
    0xe003,
    0xc000,
    (half) => to('sw', { rs2: low3(half), rs1: high3(half), imm: wordOffset(half) }),
    'Store word: the low 4 bytes of rs2 go to address rs1 + imm.',
  ),
  row(
    'c.sd',
    0xe003,
    0xe000,
    (half) => to('sd', { rs2: low3(half), rs1: high3(half), imm: doubleOffset(half) }),
    'Store doubleword: rs2 goes to the 8 bytes at address rs1 + imm.',
  ),
];

const quadrant1: readonly CompressedRow[] = [
  row('c.nop', 0xef83, 0x0001, (half) => to('addi', { imm: imm6(half) }), 'No operation.'),
  row(
    'c.addi',
    0xe003,
    0x0001,
    (half) => (rd(half) === 0 ? undefined : to('addi', { rd: rd(half), rs1: rd(half), imm: imm6(half) })),
    'Add immediate: rd = rd + imm.',
  ),
  row(
    'c.addiw',
    0xe003,
    0x2001,
    (half) => (rd(half) === 0 ? undefined : to('addiw', { rd: rd(half), rs1: rd(half), imm: imm6(half) })),
    'Add immediate, 32 bits: rd = low word of rd + imm, sign-extended.',
  ),
  row(
    'c.li',
    0xe003,
    0x4001,
    (half) => to('addi', { rd: rd(half), imm: imm6(half) }),
    'Load immediate: rd = imm.',
  ),
  row(
    'c.addi16sp',
    0xef83,
    0x6101,
    (half) => {
      const imm = addi16spImm(half);
      return imm === 0 ? undefined : to('addi', { rd: Register.sp, rs1: Register.sp, imm });
    },
    'Move the stack pointer: sp = sp + imm, a multiple of 16.',
  ),
  row(
    'c.lui',
    0xe003,
    0x6001,
    (half) => {
      const imm = luiImm(half);
      return imm === 0 || rd(half) === Register.sp ? undefined : to('lui', { rd: rd(half), imm });
    },
    'Load upper immediate: rd = imm, a multiple of 4096.',
  ),
  row(
    'c.srli',
    0xec03,
    0x8001,
    (half) => to('srli', { rd: high3(half), rs1: high3(half), imm: amount(half) }),
    'Shift right logical: rd = rd >> imm; zeros come in from the left.',
  ),
  row(
    'c.srai',
    0xec03,
    0x8401,
    (half) => to('srai', { rd: high3(half), rs1: high3(half), imm: amount(half) }),
    'Shift right arithmetic: rd = rd >> imm; copies of the sign bit come in from the left.',
  ),
  row(
    'c.andi',
    0xec03,
    0x8801,
    (half) => to('andi', { rd: high3(half), rs1: high3(half), imm: imm6(half) }),
    'And immediate: rd = rd & imm.',
  ),
  arithmetic('c.sub', 0x8c01, 'sub', 'Subtract: rd = rd - rs2.'),
  arithmetic('c.xor', 0x8c21, 'xor', 'Exclusive or: rd = rd ^ rs2.'),
  arithmetic('c.or', 0x8c41, 'or', 'Or: rd = rd | rs2.'),
  arithmetic('c.and', 0x8c61, 'and', 'And: rd = rd & rs2.'),
  arithmetic('c.subw', 0x9c01, 'subw', 'Subtract, 32 bits: rd = low word of rd - rs2, sign-extended.'),
  arithmetic('c.addw', 0x9c21, 'addw', 'Add, 32 bits: rd = low word of rd + rs2, sign-extended.'),
  row('c.j', 0xe003, 0xa001, (half) => to('jal', { imm: jumpOffset(half) }), 'Jump: continues at pc + imm.'),
  row(
    'c.beqz',
    0xe003,
    0xc001,
    (half) => to('beq', { rs1: high3(half), imm: branchOffset(half) }),
    'Branch if zero: continues at pc + imm if rs1 is 0.',
  ),
  row(
    'c.bnez',
    0xe003,
    0xe001,
    (half) => to('bne', { rs1: high3(half), imm: branchOffset(half) }),
    'Branch if not zero: continues at pc + imm if rs1 is not 0.',
  ),
];

const quadrant2: readonly CompressedRow[] = [
  row(
    'c.slli',
    0xe003,
    0x0002,
    (half) => to('slli', { rd: rd(half), rs1: rd(half), imm: amount(half) }),
    'Shift left logical: rd = rd << imm; zeros come in from the right.',
  ),
  row(
    'c.lwsp',
    0xe003,
    0x4002,
    (half) =>
      rd(half) === 0 ? undefined : to('lw', { rd: rd(half), rs1: Register.sp, imm: lwspOffset(half) }),
    'Load word from the stack: rd = the 4 bytes at address sp + imm, sign-extended.',
  ),
  row(
    'c.ldsp',
    0xe003,
    0x6002,
    (half) =>
      rd(half) === 0 ? undefined : to('ld', { rd: rd(half), rs1: Register.sp, imm: ldspOffset(half) }),
    'Load doubleword from the stack: rd = the 8 bytes at address sp + imm.',
  ),
  row(
    'c.jr',
    0xf07f,
    0x8002,
    (half) => (rd(half) === 0 ? undefined : to('jalr', { rs1: rd(half) })),
    'Jump register: continues at rs1.',
  ),
  row(
    'c.mv',
    0xf003,
    0x8002,
    (half) => (rs2(half) === 0 ? undefined : to('add', { rd: rd(half), rs2: rs2(half) })),
    'Move: rd = rs2.',
  ),
  row(
    'c.ebreak',
    0xffff,
    0x9002,
    () => to('ebreak', {}),
    'Breakpoint: traps with cause 3, for a debugger to notice.',
  ),
  row(
    'c.jalr',
    0xf07f,
    0x9002,
    (half) => (rd(half) === 0 ? undefined : to('jalr', { rd: Register.ra, rs1: rd(half) })),
    'Call: continues at rs1; ra = the address of the instruction behind it.',
  ),
  row(
    'c.add',
    0xf003,
    0x9002,
    (half) => (rs2(half) === 0 ? undefined : to('add', { rd: rd(half), rs1: rd(half), rs2: rs2(half) })),
    'Add: rd = rd + rs2.',
  ),
  row(
    'c.swsp',
    0xe003,
    0xc002,
    (half) => to('sw', { rs1: Register.sp, rs2: rs2(half), imm: swspOffset(half) }),
    'Store word on the stack: the low 4 bytes of rs2 go to address sp + imm.',
  ),
  row(
    'c.sdsp',
    0xe003,
    0xe002,
    (half) => to('sd', { rs1: Register.sp, rs2: rs2(half), imm: sdspOffset(half) }),
    'Store doubleword on the stack: rs2 goes to the 8 bytes at address sp + imm.',
  ),
];

export const compressedRows: readonly CompressedRow[] = [...quadrant0, ...quadrant1, ...quadrant2];
