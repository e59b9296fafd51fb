import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csrNumber } from '../../isa/csrs';
import { encode } from '../../isa/encode';
import { rowNamed } from '../../isa/rows';
import { followEntry } from './entry-code';

const SSCRATCH = csrNumber('sscratch')!;
const [SP, T0, A0, A1] = [2, 5, 10, 11];
const words = [
  encode(rowNamed('csrrw'), { rd: A0, rs1: A0, imm: SSCRATCH }),
  encode(rowNamed('beq'), { rs1: A0, rs2: 0, imm: 64 }),
  encode(rowNamed('sd'), { rs1: A0, rs2: SP, imm: 8 }),
  encode(rowNamed('sd'), { rs1: A0, rs2: T0, imm: 32 }),
  encode(rowNamed('csrrw'), { rd: T0, rs1: 0, imm: SSCRATCH }),
  encode(rowNamed('sd'), { rs1: A0, rs2: T0, imm: 72 }),
  encode(rowNamed('addi'), { rd: SP, rs1: A0, imm: 0 }),
];
const after = (count: number) =>
  followEntry(
    0x8000_0000n,
    0x8000_0000n,
    0x8000_0000n + BigInt(4 * count),
    (at) => words[Number(at - 0x8000_0000n) / 4],
  );

test('at first everything is where the program had it', () => {
  assert.deepEqual(after(0)(A0), { kind: 'register', number: A0 });
});

test('one register is freed by an exchange with sscratch, and saved from there', () => {
  assert.deepEqual(after(1)(A0), { kind: 'sscratch' });
  assert.deepEqual(after(4)(A0), { kind: 'sscratch' });
  assert.deepEqual(after(5)(A0), { kind: 'register', number: T0 });
  assert.deepEqual(after(6)(A0), { kind: 'saved' });
});

test('others are saved one after the other', () => {
  assert.deepEqual(after(2)(SP), { kind: 'register', number: SP });
  assert.deepEqual(after(3)(SP), { kind: 'saved' });
  assert.deepEqual(after(7)(SP), { kind: 'saved' });
  assert.deepEqual(after(5)(T0), { kind: 'saved' });
  assert.deepEqual(after(7)(A1), { kind: 'register', number: A1 });
});

test('an interrupt in the kernel: the registers go to the stack that it was using', () => {
  const [RA, S0, T1] = [1, 8, 6];
  const own = [
    ...words.slice(0, 2),
    ...Array.from({ length: 15 }, () => encode(rowNamed('addi'), { rd: 0, rs1: 0, imm: 0 })),
    encode(rowNamed('addi'), { rd: SP, rs1: SP, imm: -320 }),
    encode(rowNamed('sd'), { rs1: SP, rs2: RA, imm: 0 }),
    encode(rowNamed('sd'), { rs1: SP, rs2: S0, imm: 56 }),
    encode(rowNamed('addi'), { rd: T1, rs1: SP, imm: 320 }),
    encode(rowNamed('addi'), { rd: S0, rs1: T1, imm: 0 }),
    encode(rowNamed('ld'), { rd: S0, rs1: SP, imm: 56 }),
    encode(rowNamed('ld'), { rd: SP, rs1: SP, imm: 8 }),
  ];
  const home = 0x8000_0000n + 68n;
  const then = (count: number) =>
    followEntry(0x8000_0000n, home, home + BigInt(4 * count), (at) => own[Number(at - 0x8000_0000n) / 4]);
  assert.deepEqual(then(0)(A0), { kind: 'sscratch' });
  assert.deepEqual(then(0)(SP), { kind: 'register', number: SP });
  assert.deepEqual(then(1)(SP), { kind: 'moved', distance: 320n });
  assert.deepEqual(then(2)(RA), { kind: 'register', number: RA });
  assert.deepEqual(then(5)(S0), { kind: 'stack', distance: -264n });
  assert.deepEqual(then(6)(S0), { kind: 'register', number: S0 });
  assert.deepEqual(then(7)(SP), { kind: 'register', number: SP });
});

test('a stack pointer that was stored when it had been moved is the moved one when it is loaded again', () => {
  const own = [
    encode(rowNamed('addi'), { rd: SP, rs1: SP, imm: -256 }),
    encode(rowNamed('sd'), { rs1: SP, rs2: SP, imm: 8 }),
    encode(rowNamed('ld'), { rd: SP, rs1: SP, imm: 8 }),
    encode(rowNamed('addi'), { rd: SP, rs1: SP, imm: 256 }),
  ];
  const home = 0x8000_0000n;
  const then = (count: number) =>
    followEntry(home, home, home + BigInt(4 * count), (at) => own[Number(at - home) / 4]);
  assert.deepEqual(then(3)(SP), { kind: 'moved', distance: 256n });
  assert.deepEqual(then(4)(SP), { kind: 'register', number: SP });
});
