import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompositeType } from '../../../toolchain/dwarf/types/model';
import { arrayOf, C } from '../../values/types';
import { partOf } from './part';

// struct { char tag[4]; int flags : 3; struct { long x, y; } p[2]; }
const point: CompositeType = {
  kind: 'structure',
  name: 'point',
  size: 16,
  members: [
    { name: 'x', type: C.long, offset: 0, bits: undefined },
    { name: 'y', type: C.long, offset: 8, bits: undefined },
  ],
};
const whole: CompositeType = {
  kind: 'structure',
  name: 'whole',
  size: 40,
  members: [
    { name: 'tag', type: arrayOf(C.char, 4), offset: 0, bits: undefined },
    { name: 'flags', type: C.int, offset: 4, bits: { offset: 32, size: 3 } },
    { name: 'p', type: arrayOf(point, 2), offset: 8, bits: undefined },
  ],
};

for (const [offset, length, path] of [
  [0, 40, ''],
  [1, 1, '.tag[1]'],
  [0, 4, '.tag'],
  [2, 4, ''],
  [4, 1, ''],
  [24, 8, '.p[1].x'],
  [36, 2, '.p[1].y'],
  [24, 16, '.p[1]'],
  [8, 32, '.p'],
  [20, 8, '.p'],
] as const) {
  test(`${length} bytes at ${offset} are ${path === '' ? 'the whole' : path}`, () => {
    const part = partOf(whole, { offset, length });
    assert.equal(part?.path, path);
    assert.ok(part.offset <= offset && part.offset + part.length >= offset + length);
  });
}
