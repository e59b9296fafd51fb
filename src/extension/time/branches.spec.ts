import assert from 'node:assert/strict';
import { test } from 'node:test';
import { branchInWords } from './branches';

test('a history says where it left which other, how far it goes, and whether it is this one', () => {
  assert.deepEqual(branchInWords({ id: 1, from: 0, end: 5000, current: false }), {
    label: 'the recorded history',
    description: 'goes to 5\u00a0000',
  });
  assert.deepEqual(branchInWords({ id: 2, parent: 1, from: 1200, end: 1300, current: true }), {
    label: '$(check) branch 2',
    description: 'left the recorded history at 1\u00a0200, goes to 1\u00a0300 · here',
  });
});
