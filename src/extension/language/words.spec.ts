import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameAt } from './words';

const at = (marked: string): string | undefined => nameAt(marked.replace('|', ''), marked.indexOf('|'))?.name;

test('registers, control registers and symbols have values', () => {
  assert.equal(at('loop:   addi    a0, s|p, 1'), 'sp');
  assert.equal(at('        csrr    a0, se|pc # why'), 'sepc');
  assert.equal(at('        la      a0, |msg'), 'msg');
  assert.equal(at('        lw      a0, 8(sp|)'), 'sp');
  assert.equal(at('lo|op:   addi    a0, a0, 1'), 'loop');
});

test('mnemonics, operators, comments, strings and numbers have none', () => {
  assert.equal(at('loop:   ad|di    a0, a0, 1'), undefined);
  assert.equal(at('        .wo|rd   5'), undefined);
  assert.equal(at('        lw      a0, %l|o(x)(a1)'), undefined);
  assert.equal(at('        nop     # a|0'), undefined);
  assert.equal(at('        nop     // a|0'), undefined);
  assert.equal(at('        .asciz  "a|0"'), undefined);
  assert.equal(at('        li      a0, 0x1|f'), undefined);
});
