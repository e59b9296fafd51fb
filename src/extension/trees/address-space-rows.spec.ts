import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AddressSpaceBody, PageWalkBody, RegionBody } from '../../protocol/requests';
import { presentAsked, presentPair } from './address-space-rows';
import type { Node } from './node';

const region = (kind: RegionBody['kind'], start: string, physical?: string): RegionBody => ({
  kind,
  start,
  end: `${start.slice(0, -4)}1000`,
  size: 4096,
  permissions: 'r-x',
  isUsers: true,
  frames: 1,
  ...(physical === undefined ? {} : { physical }),
});
const space = (pid: number, ...regions: RegionBody[]): AddressSpaceBody => ({
  pid,
  name: 'abc'[pid],
  satp: '0x8',
  root: '0x80200000',
  regions,
});
const noWalk = (): Promise<readonly Node[]> => Promise.resolve([]);
const childrenOf = ({ children }: Node): readonly Node[] => {
  assert.ok(Array.isArray(children));
  return children as readonly Node[];
};

test('two processes: the same address, and the frames of each', () => {
  const kernel = region('kernel', '0x80000000', '0x80000000');
  const rows = presentPair(
    space(1, region('code', '0x1000', '0x80300000'), kernel),
    space(2, region('code', '0x1000', '0x80340000'), region('heap', '0x3000', '0x80350000'), kernel),
    noWalk,
  );
  assert.deepEqual(
    rows.map(({ label, description }) => `${label}: ${description}`),
    [
      'Code: 0x1000 · 0x80300000 | 0x80340000',
      'Heap: 0x3000 · nothing | 0x80350000',
      'Kernel: 0x80000000 · the same frames, from 0x80000000',
    ],
  );
  assert.equal(rows[0].spoken, 'Code at 0x1000: in 0x80300000 for process 1, in 0x80340000 for process 2');
  assert.deepEqual(
    childrenOf(rows[1]).map(({ label, description }) => `${label}: ${description}`),
    ['1 b: nothing there', '2 c: 0x3000 – 0x1000 · r-x · frames from 0x80350000'],
  );
  assert.equal(new Set(rows.flatMap((row) => [row, ...childrenOf(row)]).map(({ id }) => id)).size, 9);
});

const walk: PageWalkBody = {
  address: '0x2000',
  satp: '0x8',
  levels: [],
  physical: '0x80300000',
  sum: false,
  mxr: false,
  accesses: [{ mode: 'user', access: 'read', allowed: true }],
};

test('an address that was asked for: what it is, where it is, in one process or in two', () => {
  const one = presentAsked('message', 'asked message', [1], [walk]);
  assert.equal(one.label, 'Page walk of message = 0x2000');
  assert.equal(one.description, '→ 0x80300000');
  assert.equal(one.context, 'walk');
  const two = presentAsked('0x2000', 'asked', [1, 2], [walk, { ...walk, physical: '0x80340000' }]);
  assert.equal(two.label, 'Page walk of 0x2000');
  assert.equal(two.spoken, 'Page walk of 0x2000: process 1: 0x80300000, process 2: 0x80340000');
  assert.deepEqual(
    childrenOf(two).map(({ label }) => label),
    ['In process 1', 'In process 2'],
  );
});

test('an address that leads nowhere, or means nothing, says so', () => {
  const { physical: _, ...nowhere } = walk;
  const failed = presentAsked('0x5000', 'a', [1], [{ ...nowhere, failure: 'V = 0' }]);
  assert.equal(failed.description, '→ no translation: V = 0');
  assert.equal(
    presentAsked('foo', 'a', [1], ['nothing is called "foo"']).description,
    '→ nothing is called "foo"',
  );
});
