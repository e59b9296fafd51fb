import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestFirst } from './occurrences';

test('the nearest is first, whichever way it lies', () => {
  const rows = nearestFirst(
    [
      { line: 1, instant: 100 },
      { line: 2, instant: 4000 },
      { line: 7, instant: 4500 },
      { line: 8, instant: 9000 },
    ],
    4500,
  );
  assert.deepEqual(
    rows.map(({ label, description }) => `${label}: ${description}`),
    [
      'instant 4\u00a0500: line 7 · here',
      'instant 4\u00a0000: line 2 · 500 steps back',
      'instant 100: line 1 · 4\u00a0400 steps back',
      'instant 9\u00a0000: line 8 · 4\u00a0500 steps ahead',
    ],
  );
});
