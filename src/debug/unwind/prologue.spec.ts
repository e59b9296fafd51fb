import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '../../isa/encode';
import { rowNamed } from '../../isa/rows';
import { stackUse } from './prologue';

const SP = 2;
const RA = 1;
const code = (...instructions: [name: string, operands: Parameters<typeof encode>[1]][]) => {
  const words = instructions.map(([name, operands]) => encode(rowNamed(name), operands));
  return (pc: number) => stackUse(0x1000n, BigInt(0x1000 + 4 * pc), (at) => words[(Number(at) - 0x1000) / 4]);
};

const after = code(
  ['addi', { rd: SP, rs1: SP, imm: -32 }],
  ['sd', { rs1: SP, rs2: RA, imm: 24 }],
  ['sd', { rs1: SP, rs2: 8, imm: 16 }],
  ['beq', { rs1: 10, rs2: 0, imm: 20 }],
  ['ld', { rd: RA, rs1: SP, imm: 24 }],
  ['ld', { rd: 8, rs1: SP, imm: 16 }],
  ['addi', { rd: SP, rs1: SP, imm: 32 }],
  ['jalr', { rd: 0, rs1: RA, imm: 0 }],
  ['addi', { rd: 10, rs1: 0, imm: 1 }],
);

test('the frame grows in the prologue', () => {
  assert.deepEqual(after(0), { size: 0n, saved: new Map() });
  assert.deepEqual(after(1), { size: 32n, saved: new Map() });
  assert.deepEqual(after(2), { size: 32n, saved: new Map([[RA, -8n]]) });
  assert.deepEqual(after(3), {
    size: 32n,
    saved: new Map([
      [RA, -8n],
      [8, -16n],
    ]),
  });
});

test('it goes away in an epilogue, and is there again behind it', () => {
  assert.deepEqual(after(5), { size: 32n, saved: new Map([[8, -16n]]) });
  assert.deepEqual(after(7), { size: 0n, saved: new Map() });
  assert.deepEqual(after(8), after(3));
});

test('code that cannot be read ends the reading', () => {
  assert.deepEqual(
    stackUse(0n, 0x1000n, () => undefined),
    { size: 0n, saved: new Map() },
  );
});
