import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neighbour, purposeOf, speedInWords, speeds } from './speed';

test('speeds in words', () => {
  assert.deepEqual([1, 10, 1_000, 1_500, 1_000_000, 'full' as const].map(speedInWords), [
    '1 instruction/s',
    '10 instructions/s',
    '1 thousand instructions/s',
    '1500 instructions/s',
    '1 million instructions/s',
    'full speed',
  ]);
  for (const speed of speeds) assert.ok(purposeOf(speed).length > 10);
});

test('slower and faster go through all of them, and stay at the ends', () => {
  for (const [i, speed] of speeds.entries()) {
    assert.equal(neighbour(speed, 'slower'), speeds[Math.max(0, i - 1)]);
    assert.equal(neighbour(speed, 'faster'), speeds[Math.min(speeds.length - 1, i + 1)]);
  }
  assert.equal(neighbour(25, 'slower'), 10);
  assert.equal(neighbour(25, 'faster'), 100);
  assert.equal(neighbour(1e9, 'faster'), 'full');
});
