import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentWith } from '../expressions/testing/environment';
import { address, signed } from '../values/value';
import { readLogMessage } from './log-message';

const environment = environmentWith({ pid: signed(3), a0: address(0x1040n) });

test('puts values between the words', () => {
  assert.equal(readLogMessage('pid {pid}: a0 is {a0 + 1}')(environment), 'pid 3: a0 is 0x1041 (4161)');
  assert.equal(readLogMessage('no braces')(environment), 'no braces');
  assert.equal(readLogMessage('{{pid}} {pid}{pid}')(environment), '{pid} 33');
});

test('a brace in an expression is part of it', () => {
  assert.equal(readLogMessage('{a0 ? "a}b" : "c"} {\'{\' + 0}')(environment), '"a}b" 123');
  assert.throws(() => readLogMessage('{pid[{0}]}'), /"\{" means nothing/);
  assert.throws(() => readLogMessage("{pid == '}"), /closing ' is missing/);
});

test('a value that cannot be had is a reason', () => {
  assert.match(readLogMessage('is {frob}!')(environment), /^is <nothing is called "frob" here.*>!$/);
});

test('a broken expression is refused at once', () => {
  assert.throws(() => readLogMessage('is {1 +}'), /expected/);
});
