import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Predictor } from './predictor';

/** How many of these branches at one place are not foreseen. */
function wrong(outcomes: readonly boolean[]): number {
  const predictor = new Predictor(new Uint8Array(512));
  return outcomes.filter((taken) => !predictor.branch(0x1_0040, taken)).length;
}

test('a loop is foreseen but for its beginning and each of its ends', () => {
  const loop = [...Array<boolean>(9).fill(true), false];
  // Not taken, perhaps; then two bits let one end pass.
  assert.equal(wrong(loop), 2);
  assert.equal(wrong([...loop, ...loop, ...loop]), 4);
});

test('what changes each time is foreseen half the time', () => {
  assert.equal(wrong(Array.from({ length: 100 }, (_, n) => n % 2 === 0)), 100);
  assert.equal(wrong(Array.from({ length: 100 }, (_, n) => n % 2 === 1)), 50);
});

test('branches that lie a table apart share a counter', () => {
  const predictor = new Predictor(new Uint8Array(512));
  predictor.branch(0x1000, true);
  assert(predictor.branch(0x1000 + 1024, true));
  assert(!predictor.branch(0x1002, true));
});
