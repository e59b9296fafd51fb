import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from './decode';
import { disassemble, disassembleIllegal } from './disassemble';

const text = (word: number, aliases = true): string =>
  disassemble(decode(word)!, { address: 0x8000_0000n, aliases });

test('pseudo-instructions, and what they stand for', () => {
  const spellings: readonly (readonly [number, string, string])[] = [
    [0x0000_0013, 'nop', 'addi zero,zero,0'],
    [0x0050_0513, 'li a0,5', 'addi a0,zero,5'],
    [0x0005_8513, 'mv a0,a1', 'addi a0,a1,0'],
    [0xff01_0113, 'addi sp,sp,-16', 'addi sp,sp,-16'],
    [0x0005_851b, 'sext.w a0,a1', 'addiw a0,a1,0'],
    [0xfff5_c513, 'not a0,a1', 'xori a0,a1,-1'],
    [0x40b0_0533, 'neg a0,a1', 'sub a0,zero,a1'],
    [0x8000_0537, 'lui a0,0x80000', 'lui a0,0x80000'],
    [0x0000_8067, 'ret', 'jalr zero,0(ra)'],
    [0x0045_0067, 'jr 4(a0)', 'jalr zero,4(a0)'],
    [0x0005_0567, 'jalr a0,a0', 'jalr a0,0(a0)'],
    [0x0100_006f, 'j 0x80000010', 'jal zero,0x80000010'],
    [0xfe05_0ee3, 'beqz a0,0x7ffffffc', 'beq a0,zero,0x7ffffffc'],
    [0x00a0_5263, 'blez a0,0x80000004', 'bge zero,a0,0x80000004'],
    [0x00b5_0463, 'beq a0,a1,0x80000008', 'beq a0,a1,0x80000008'],
    [0x0005_3503, 'ld a0,0(a0)', 'ld a0,0(a0)'],
    [0xfe11_3c23, 'sd ra,-8(sp)', 'sd ra,-8(sp)'],
    [0x43f5_d593, 'srai a1,a1,0x3f', 'srai a1,a1,0x3f'],
    [0x1420_2573, 'csrr a0,scause', 'csrrs a0,scause,zero'],
    [0x3002_d073, 'csrwi mstatus,5', 'csrrwi zero,mstatus,5'],
    [0x1402_1573, 'csrrw a0,sscratch,tp', 'csrrw a0,sscratch,tp'],
    [0xc010_2573, 'rdtime a0', 'csrrs a0,time,zero'],
    [0x7c00_2573, 'csrr a0,0x7c0', 'csrrs a0,0x7c0,zero'],
    [0x0ff0_000f, 'fence', 'fence iorw,iorw'],
    [0x0310_000f, 'fence rw,w', 'fence rw,w'],
    [0x1200_0073, 'sfence.vma', 'sfence.vma zero,zero'],
    [0x0c65_22af, 'amoswap.w.aq t0,t1,(a0)', 'amoswap.w.aq t0,t1,(a0)'],
    [0x1005_352f, 'lr.d a0,(a0)', 'lr.d a0,(a0)'],
    [0x8082, 'ret', 'c.jr ra'],
    [0x1141, 'addi sp,sp,-16', 'c.addi sp,-16'],
    [0x852e, 'mv a0,a1', 'c.mv a0,a1'],
    [0xe406, 'sd ra,8(sp)', 'c.sdsp ra,8(sp)'],
    [0x0808, 'addi a0,sp,16', 'c.addi4spn a0,sp,16'],
    [0x0001, 'nop', 'c.nop'],
    [0x0005, 'c.nop 1', 'c.nop 1'],
    [0x4001, 'c.li zero,0', 'c.li zero,0'],
  ];
  for (const [word, withAliases, without] of spellings) {
    assert.equal(text(word), withAliases);
    assert.equal(text(word, false), without);
  }
});

test('targets are named', () => {
  const symbolAt = (address: bigint) => (address === 0x8000_0010n ? 'main' : undefined);
  const options = { address: 0x8000_0000n, symbolAt };
  assert.equal(disassemble(decode(0x0100_00ef)!, options), 'jal 0x80000010 <main>');
  assert.equal(disassemble(decode(0x0140_00ef)!, options), 'jal 0x80000014');
  assert.equal(disassemble(decode(0xfe05_0ee3)!, { address: 0n }), 'beqz a0,0xfffffffffffffffc');
});

test('what is no instruction is data', () => {
  assert.equal(disassembleIllegal(0x1234_0000), 'unimp');
  assert.equal(disassembleIllegal(0x2000), '.half 0x2000');
  assert.equal(disassembleIllegal(-1), '.word 0xffffffff');
});
