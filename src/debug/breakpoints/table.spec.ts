import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Target } from './breakpoint';
import { BreakpointTable } from './table';

const at = (...addresses: bigint[]): Target => ({
  places: addresses.map((address) => ({ address, image: undefined })),
});

test('a group is replaced as a whole; other groups stay', () => {
  const table = new BreakpointTable();
  table.replace('a.s', [{ key: '1', target: at(0x10n, 0x20n) }]);
  table.replace('b.s', [{ key: '1', target: at(0x20n) }]);
  assert.deepEqual([...table.addresses()], [0x10n, 0x20n]);
  assert.equal(table.at(0x20n).length, 2);
  table.replace('a.s', []);
  assert.deepEqual([...table.addresses()], [0x20n]);
});

test('what was there before keeps its id and its hits', () => {
  const table = new BreakpointTable();
  const wish = { key: '7', target: at(0x10n), terms: { hitCondition: '> 2' } };
  const [first] = table.replace('a.s', [wish]);
  assert.equal(first.breakpoint!.countsNext, false);
  first.breakpoint!.hits++;
  const [again, other] = table.replace('a.s', [wish, { key: '8', target: at(0x14n) }]);
  assert.equal(again.breakpoint!.hits, 1);
  assert.equal(again.id, first.id);
  assert.notEqual(other.id, first.id);
  const [changed] = table.replace('a.s', [{ ...wish, terms: { hitCondition: '> 3' } }]);
  assert.equal(changed.breakpoint!.hits, 0);
});

test('terms that make no sense leave no breakpoint, and say why', () => {
  const [placed] = new BreakpointTable().replace('a.s', [
    { key: '1', target: at(0x10n), terms: { condition: 'a0 ==' } },
  ]);
  assert.equal(placed.breakpoint, undefined);
  assert.match(placed.target.message ?? '', /expected/);
});
