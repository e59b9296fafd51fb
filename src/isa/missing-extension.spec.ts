import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingExtension } from './missing-extension';

for (const [text, word, letter] of [
  ['flw fa0, 0(a0)', 0x00052507, 'F'],
  ['fsd fa0, 0(a0)', 0x00a53027, 'D'],
  ['fadd.s fa0, fa0, fa1', 0x00b57553, 'F'],
  ['fadd.d fa0, fa0, fa1', 0x02b57553, 'D'],
  ['fmadd.d fa0, fa0, fa1, fa2', 0x62b57543, 'D'],
  ['c.fld fa0, 0(a0)', 0x2108, 'D'],
  ['c.fsdsp fa0, 0(sp)', 0xa02a, 'D'],
  ['fsflags zero', 0x00101073, 'F'],
  ['vsetvli t0, a0, e8', 0x000572d7, 'V'],
  ['vle8.v v0, (a0)', 0x02050007, 'V'],
  ['sh1add a0, a0, a1', 0x20b52533, 'B'],
  ['andn a0, a0, a1', 0x40b57533, 'B'],
  ['cbo.zero (a0)', 0x0045200f, 'Zicbom'],
] as const) {
  test(`${text} is of ${letter}`, () => {
    assert.match(missingExtension(word) ?? '', new RegExp(`^the ${letter} extension \\(.+\\)$`));
  });
}

test('what the machine has, and what nobody has, is of none', () => {
  for (const word of [0x00a50533, 0x02a50533, 0x00000073, 0, 0xffffffff, 0x34011073, 0x0001]) {
    assert.equal(missingExtension(word), undefined, word.toString(16));
  }
});
