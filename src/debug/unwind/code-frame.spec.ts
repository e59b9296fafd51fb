import { Register } from '../../isa/registers';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '../../isa/encode';
import { rowNamed } from '../../isa/rows';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { codeFrame } from './code-frame';

const START = 0x1000n;

/** By the number of an instruction: how far sp has moved, and what has been saved in front of it. */
function code(...instructions: [name: string, operands: Parameters<typeof encode>[1]][]) {
  const words = Uint32Array.from(instructions.map(([name, operands]) => encode(rowNamed(name), operands)));
  const bytes = new Uint8Array(words.buffer);
  return (index: number) => {
    const state = frameIn(bytes, START + BigInt(4 * index));
    return state && { size: state.fromStackPointer, saved: state.saved };
  };
}

/** A function of those bytes, one of whose instructions is asked about. */
function frameIn(bytes: Uint8Array, at: bigint) {
  const image = { symbols: { sizeOfFunction: () => 64 } } as unknown as Image;
  const space = {
    readPrefix: (_: bigint, length: number) => bytes.slice(0, length),
  } as unknown as AddressSpace;
  return codeFrame(image, START, at, space);
}

const before = code(
  ['addi', { rd: Register.sp, rs1: Register.sp, imm: -32 }],
  ['sd', { rs1: Register.sp, rs2: Register.ra, imm: 24 }],
  ['sd', { rs1: Register.sp, rs2: 8, imm: 16 }],
  ['beq', { rs1: 10, rs2: 0, imm: 20 }],
  ['ld', { rd: Register.ra, rs1: Register.sp, imm: 24 }],
  ['ld', { rd: 8, rs1: Register.sp, imm: 16 }],
  ['addi', { rd: Register.sp, rs1: Register.sp, imm: 32 }],
  ['jalr', { rd: 0, rs1: Register.ra, imm: 0 }],
  ['addi', { rd: 10, rs1: 0, imm: 1 }],
);

test('the frame grows in the prologue', () => {
  assert.deepEqual(before(0), { size: 0, saved: new Map() });
  assert.deepEqual(before(1), { size: 32, saved: new Map() });
  assert.deepEqual(before(2), { size: 32, saved: new Map([[Register.ra, -8]]) });
  assert.deepEqual(before(3), {
    size: 32,
    saved: new Map([
      [Register.ra, -8],
      [8, -16],
    ]),
  });
});

test('it goes away in an epilogue, and is there again behind it', () => {
  assert.deepEqual(before(5), { size: 32, saved: new Map([[8, -16]]) });
  assert.deepEqual(before(7), { size: 0, saved: new Map() });
  assert.deepEqual(before(8), before(3));
});

test('code that cannot be read or followed has no frame', () => {
  assert.equal(frameIn(new Uint8Array(0), START), undefined);
  assert.equal(
    code(['add', { rd: Register.sp, rs1: Register.sp, rs2: 10 }], ['addi', { rd: 0, rs1: 0, imm: 0 }])(1),
    undefined,
  );
});

test('code behind a call that does not return belongs to the others who lead to it', () => {
  const guarded = code(
    ['bne', { rs1: 10, rs2: 0, imm: 16 }],
    ['addi', { rd: Register.sp, rs1: Register.sp, imm: -16 }],
    ['sd', { rs1: Register.sp, rs2: Register.ra, imm: 8 }],
    ['jal', { rd: Register.ra, imm: 0x100 }],
    ['jalr', { rd: 0, rs1: Register.ra, imm: 0 }],
  );
  assert.deepEqual(guarded(3), { size: 16, saved: new Map([[Register.ra, -8]]) });
  assert.deepEqual(guarded(4), { size: 0, saved: new Map() });
});
