import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryOperands } from './arbitraries';
import { decode } from './decode';
import { encode } from './encode';
import { rowNamed, rows } from './rows';

test('decode is the inverse of encode, for every row', () => {
  for (const row of rows) {
    fc.assert(
      fc.property(arbitraryOperands(row), (operands) => {
        const word = encode(row, operands);
        assert.deepEqual(decode(word), { row, ...operands, length: 4, word });
        assert.deepEqual(decode(word | 0), decode(word));
      }),
      { numRuns: 200 },
    );
  }
});

test('words as other assemblers make them', () => {
  assert.equal(encode(rowNamed('addi'), { rd: 10, imm: 5 }), 0x0050_0513);
  assert.equal(encode(rowNamed('sd'), { rs1: 2, rs2: 1, imm: -8 }), 0xfe11_3c23);
  assert.equal(encode(rowNamed('beq'), { imm: -4 }), 0xfe00_0ee3);
  assert.equal(encode(rowNamed('jal'), { rd: 1, imm: -0x10_0000 }), 0x8000_00ef);
  assert.equal(encode(rowNamed('lui'), { rd: 10, imm: -4096 }), 0xffff_f537);
  assert.equal(encode(rowNamed('srai'), { rd: 11, rs1: 11, imm: 63 }), 0x43f5_d593);
  assert.equal(encode(rowNamed('amoswap.w'), { rd: 5, rs1: 10, rs2: 6, imm: 2 }), 0x0c65_22af);
  assert.equal(encode(rowNamed('csrrw'), { rs1: 5, imm: 0x300 }), 0x3002_9073);
  assert.equal(encode(rowNamed('fence'), { imm: 0x833 }), 0x8330_000f);
  assert.equal(encode(rowNamed('sfence.vma'), { rs1: 10, rs2: 11 }), 0x12b5_0073);
});

test('an operand that does not fit is named', () => {
  const failure = (name: string, operands: object): string => {
    try {
      encode(rowNamed(name), operands);
    } catch (thrown) {
      assert.ok(thrown instanceof RangeError);
      return thrown.message;
    }
    return 'no error';
  };
  assert.equal(
    failure('addi', { imm: 2048 }),
    'addi: imm is 2048, and must be an integer from -2048 to 2047.',
  );
  assert.equal(failure('beq', { imm: 3 }), 'beq: imm is 3, and must be a multiple of 2 from -4096 to 4094.');
  assert.equal(failure('slliw', { imm: 32 }), 'slliw: imm is 32, and must be an integer from 0 to 31.');
  assert.equal(failure('add', { imm: 1 }), 'add: imm is 1, but the instruction has no immediate.');
  assert.equal(failure('sd', { rd: 1 }), 'sd: rd is 1, but the instruction has no rd.');
  assert.equal(failure('add', { rs2: 32 }), 'add: rs2 is 32, and must be a register number from 0 to 31.');
});
