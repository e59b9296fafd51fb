import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callRows, timeRows } from './answers';

test('answers about the past as rows that lead to their instants', () => {
  const call = { cpu: 0, name: 'f', arguments: [], caller: 'main+8', depth: 0 };
  assert.deepEqual(
    callRows([
      { ...call, at: 1000, pid: 2, words: 'f() = 1', result: '1', returned: 1250 },
      { ...call, at: 2_000_000, words: 'f(), which did not return' },
    ]).map(({ label, description, instant }) => [label, description.replaceAll(/\s/g, ' '), instant]),
    [
      ['f() = 1', 'instant 1 000 · process 2 · from main+8 · 250 steps', 1000],
      ['f(), which did not return', 'instant 2 000 000 · from main+8', 2_000_000],
    ],
  );
  assert.deepEqual(
    timeRows([{ from: 5, to: 9 }, { from: 70 }]).map(({ label, description }) => [label, description]),
    [
      ['instant 5', 'for 4 steps'],
      ['instant 70', 'to the end'],
    ],
  );
});
