import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registersIn, variablesIn } from './inline-values';

test('registers: each once, where it was last named; comments do not count', () => {
  const lines = ['li a0, 1', 'add a1, a0, s11 # a5', 'ecall // t0', 'mv t6, a0'];
  assert.deepEqual(
    registersIn(lines, 2).map(({ line, text }) => `${line} ${text}`),
    ['1 a1', '1 a0', '1 s11'],
  );
  assert.deepEqual(registersIn(['addi sp, sp, -16'], 0), [{ line: 0, start: 5, text: 'sp' }]);
});

test('variables: no calls, no keywords, no words in strings', () => {
  const lines = ['int total = sum(count, 3);', 'printf("total %d\\n", total); // x'];
  assert.deepEqual(
    variablesIn(lines, 1).map(({ text }) => text),
    ['total', 'count'],
  );
});
