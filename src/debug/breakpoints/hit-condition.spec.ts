import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHitCondition } from './hit-condition';

const hitsOf = (text: string): number[] => {
  const condition = readHitCondition(text);
  return [1, 2, 3, 4, 5, 6].filter(condition);
};

test('counts as other debuggers do', () => {
  assert.deepEqual(hitsOf('3'), [3, 4, 5, 6]);
  assert.deepEqual(hitsOf('>3'), [4, 5, 6]);
  assert.deepEqual(hitsOf('>= 3'), [3, 4, 5, 6]);
  assert.deepEqual(hitsOf('== 3'), [3]);
  assert.deepEqual(hitsOf('= 3'), [3]);
  assert.deepEqual(hitsOf('<= 2'), [1, 2]);
  assert.deepEqual(hitsOf('< 2'), [1]);
  assert.deepEqual(hitsOf(' % 2 '), [2, 4, 6]);
});

test('says what is allowed', () => {
  for (const text of ['', 'x', '=> 3', '3 times', '-1', '% 0', '9'.repeat(400)]) {
    assert.throws(() => readHitCondition(text), { name: 'UserError' }, text);
  }
});
