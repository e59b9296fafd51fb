/** What the link makes of names that nobody defines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readElf } from '../../elf/read';
import { assemble } from '../assemble';

/** The instructions behind a page of other things, far above the address 0. */
function far(lines: string): string {
  const text = `.globl _start\n_start: .space 0x1000\n${lines}`;
  const { elf, diagnostics } = assemble([{ path: 'far.s', text }], { purpose: 'machine' });
  assert.deepEqual(diagnostics, []);
  const { bytes } = readElf(elf!, 'far').sections.find(({ name }) => name === '.text')!;
  const view = new DataView(bytes.buffer, bytes.byteOffset + 0x1000, bytes.byteLength - 0x1000);
  const words = Array.from({ length: view.byteLength / 4 }, (_, index) => view.getUint32(4 * index, true));
  return words.map((word) => word.toString(16).padStart(8, '0')).join(' ');
}

test('the address of a weak name is 0 from everywhere', () => {
  // lui a0, 0; addi a0, a0, 0
  assert.equal(far('.weak hook\nla a0, hook'), '00000537 00050513');
  // lui a0, 0; lw a0, 0x234(a0)
  assert.equal(far('.weak hook\nlw a0, hook + 0x234'), '00000537 23452503');
});

test('a call of a weak name jumps to 0', () => {
  // auipc ra, 0; jalr ra, 0(zero)
  assert.equal(far('.weak hook\ncall hook'), '00000097 000000e7');
});

test('a label that is missing is reported once', () => {
  const text = '.globl main\nmain: .byte 1\nbeq a0, a1, 1f\nret';
  const { diagnostics } = assemble([{ path: 'x.s', text }]);
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    ["there is no label '1:' behind this line"],
  );
});
