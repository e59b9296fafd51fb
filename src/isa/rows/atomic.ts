/** Atomic memory operations (unprivileged specification, "A" extension). The aq and rl bits are operands. */
import { add, and, extend32S, extend32U, ltS, ltU, old, or, rs2, when, xor } from '../expression';
import type { Expression } from '../expression';
import { definer, Opcode, pattern } from './define';
import type { RowDefinition } from './define';

const define = definer('A');

interface Size {
  readonly suffix: '.w' | '.d';
  readonly funct3: number;
  readonly width: 4 | 8;
  /** rs2 as the comparisons of this width see it. */
  readonly signed: Expression;
  readonly unsigned: (value: Expression) => Expression;
  readonly words: string;
}
const word: Size = {
  suffix: '.w',
  funct3: 2,
  width: 4,
  signed: extend32S(rs2),
  unsigned: extend32U,
  words: '4 bytes (sign-extended)',
};
const doubleword: Size = {
  suffix: '.d',
  funct3: 3,
  width: 8,
  signed: rs2,
  unsigned: (value) => value,
  words: '8 bytes',
};

const reserving = (size: Size): RowDefinition[] => [
  {
    ...define(
      `lr${size.suffix}`,
      'loadReserved',
      pattern(Opcode.amo, size.funct3, 0b00010, 5),
      { kind: 'loadReserved', width: size.width },
      `Load reserved: rd = the ${size.words} at address rs1, and the CPU watches them for a following sc${size.suffix}.`,
    ),
    // lr has no rs2: the field must be 0.
    mask: 0xf9f0_707f,
  },
  define(
    `sc${size.suffix}`,
    'amo',
    pattern(Opcode.amo, size.funct3, 0b00011, 5),
    { kind: 'storeConditional', width: size.width },
    `Store conditional: if nobody wrote since lr${size.suffix}, rs2 goes to address rs1 and rd = 0; else rd = 1.`,
  ),
];

const amo = (
  name: string,
  funct5: number,
  size: Size,
  value: Expression,
  what: string,
  becomes: string,
): RowDefinition =>
  define(
    name + size.suffix,
    'amo',
    pattern(Opcode.amo, size.funct3, funct5, 5),
    { kind: 'amo', width: size.width, value },
    `${what}, in one indivisible step: rd = the ${size.words} at address rs1, which become ${becomes}.`,
  );

function operations(size: Size): RowDefinition[] {
  const less = ltS(old, size.signed);
  const lessUnsigned = ltU(size.unsigned(old), size.unsigned(rs2));
  return [
    amo('amoswap', 0b00001, size, rs2, 'Atomic swap', 'rs2'),
    amo('amoadd', 0b00000, size, add(old, rs2), 'Atomic add', 'rd + rs2'),
    amo('amoxor', 0b00100, size, xor(old, rs2), 'Atomic exclusive or', 'rd ^ rs2'),
    amo('amoand', 0b01100, size, and(old, rs2), 'Atomic and', 'rd & rs2'),
    amo('amoor', 0b01000, size, or(old, rs2), 'Atomic or', 'rd | rs2'),
    amo('amomin', 0b10000, size, when(less, old, rs2), 'Atomic minimum, signed', 'the smaller of rd and rs2'),
    amo('amomax', 0b10100, size, when(less, rs2, old), 'Atomic maximum, signed', 'the greater of rd and rs2'),
    amo(
      'amominu',
      0b11000,
      size,
      when(lessUnsigned, old, rs2),
      'Atomic minimum, unsigned',
      'the smaller of rd and rs2',
    ),
    amo(
      'amomaxu',
      0b11100,
      size,
      when(lessUnsigned, rs2, old),
      'Atomic maximum, unsigned',
      'the greater of rd and rs2',
    ),
  ];
}

export const atomicRows: readonly RowDefinition[] = [word, doubleword].flatMap((size) => [
  ...reserving(size),
  ...operations(size),
]);
