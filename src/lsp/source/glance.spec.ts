import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportsIn, isProgram, setsNumberLate } from './glance';

test('names that are offered and defined', () => {
  const text =
    '  .globl a, b # c\n.global d; .weak e\na: nop\n b = 5\n.equ d, 1\n.comm f, 8\nx: e: ret\ng:\n';
  assert.deepEqual([...exportsIn(text)].sort(), ['a', 'b', 'd', 'e', 'f']);
  assert.deepEqual([...exportsIn('.globl used\n call used\n')], []);
});

test('where a program begins', () => {
  assert.ok(isProgram('main:\n'));
  assert.ok(isProgram('.text; _start: nop'));
  assert.ok(!isProgram('remain:\n call main\n'));
});

test('an ecall in the first lines', () => {
  assert.ok(setsNumberLate('main: nop\n ecall\n'));
  assert.ok(!setsNumberLate('main: nop\nnext: ecall\n'));
});
