import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from './place';

test('lines by number, label, function', () => {
  const text =
    '# a\n        .globl main\nmain:   ret\nother:\nint f(void);\nint f(void) {\n}\nint counter = 3;\n  task left, 3 # right\n';
  assert.equal(lineOf(text, '2'), 1);
  assert.equal(lineOf(text, '999'), 9);
  assert.equal(lineOf(text, 'main'), 2);
  assert.equal(lineOf(text, 'other'), 3);
  assert.equal(lineOf(text, 'f'), 5);
  assert.equal(lineOf(text, 'counter'), 7);
  assert.equal(lineOf(text, 'left'), 8);
  assert.equal(lineOf(text, 'right'), undefined);
  assert.equal(lineOf(text, 'nothing'), undefined);
  assert.equal(lineOf(text, '((('), undefined);
});
