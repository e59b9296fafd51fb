import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, instructionLength } from './decode';
import { rows } from './rows';

const operandsOf = (half: number) => {
  const decoded = decode(half);
  if (!decoded) return undefined;
  const { row, rd, rs1, rs2, imm, compressed } = decoded;
  return [compressed?.name, row.name, rd, rs1, rs2, imm];
};

test('the table decides exactly what decode finds, over words near every row', () => {
  for (const row of rows) {
    for (let bit = 2; bit < 32; bit++) {
      const word = (row.match ^ (1 << bit)) >>> 0;
      const expected = rows.find(({ mask, match }) => (word & mask) >>> 0 === match);
      assert.equal(decode(word)?.row, expected);
    }
  }
});

test('compressed instructions expand, and keep their length', () => {
  assert.deepEqual(operandsOf(0x1141), ['c.addi', 'addi', 2, 2, 0, -16]);
  assert.deepEqual(operandsOf(0xe406), ['c.sdsp', 'sd', 0, 2, 1, 8]);
  assert.deepEqual(operandsOf(0x7139), ['c.addi16sp', 'addi', 2, 2, 0, -64]);
  assert.deepEqual(operandsOf(0x0808), ['c.addi4spn', 'addi', 10, 2, 0, 16]);
  assert.deepEqual(operandsOf(0x77fd), ['c.lui', 'lui', 15, 0, 0, -4096]);
  assert.deepEqual(operandsOf(0x8082), ['c.jr', 'jalr', 0, 1, 0, 0]);
  assert.deepEqual(operandsOf(0x9782), ['c.jalr', 'jalr', 1, 15, 0, 0]);
  assert.deepEqual(operandsOf(0x852e), ['c.mv', 'add', 10, 0, 11, 0]);
  assert.deepEqual(operandsOf(0xbff5), ['c.j', 'jal', 0, 0, 0, -4]);
  assert.deepEqual(operandsOf(0x9002), ['c.ebreak', 'ebreak', 0, 0, 0, 0]);
  assert.equal(decode(0x8082)!.length, 2);
});

test('the halfword behind a compressed instruction is not looked at', () => {
  assert.equal(decode(0xffff_8082)!.word, 0x8082);
  assert.equal(instructionLength(0x8082), 2);
  assert.equal(instructionLength(0x0513), 4);
});

test('reserved encodings are illegal', () => {
  const reserved: Record<string, number> = {
    'all zeros': 0x0000,
    'c.addi4spn with 0': 0x0004,
    'c.lui with 0': 0x6081,
    'c.lui with 0 and rd 0': 0x6001,
    'c.addi16sp with 0': 0x6101,
    'c.addiw with rd 0': 0x2005,
    'c.lwsp with rd 0': 0x4002,
    'c.ldsp with rd 0': 0x6002,
    'c.jr with rs1 0': 0x8002,
    'quadrant 0, funct3 4': 0x8000,
    'c.subw group, 2': 0x9c41,
    'c.subw group, 3': 0x9c61,
    'c.fld': 0x2000,
    'c.fsdsp': 0xa002,
    'all ones': 0xffff_ffff,
    'lr.w with rs2': 0x1015_262f,
    'slliw by 32': 0x0205_151b,
    'sfence.vma with rd': 0x1200_00f3,
    'mret with rs1': 0x3020_8073,
    'fadd.s': 0x0000_7053,
  };
  for (const [what, word] of Object.entries(reserved)) assert.equal(decode(word), undefined, what);
});

test('hints are instructions without effect', () => {
  assert.deepEqual(operandsOf(0x0005), ['c.nop', 'addi', 0, 0, 0, 1]);
  assert.deepEqual(operandsOf(0x4001), ['c.li', 'addi', 0, 0, 0, 0]);
  assert.deepEqual(operandsOf(0x6005), ['c.lui', 'lui', 0, 0, 0, 4096]);
  assert.deepEqual(operandsOf(0x8006), ['c.mv', 'add', 0, 0, 1, 0]);
  assert.deepEqual(operandsOf(0x0502), ['c.slli', 'slli', 10, 10, 0, 0]);
});

test('reserved fields of the fences are ignored', () => {
  assert.equal(decode(0x0ff5_058f)!.row.name, 'fence');
  assert.equal(decode(0x1235_158f)!.row.name, 'fence.i');
});
