import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InterruptBit } from '../machine/status';
import type { DeviceState } from '../machine/checkpoint';
import { Plic } from './plic';

const HARTS = 8;
const SOURCES = 95;
const enableOf = (context: number, source = 0): number => 0x2000 + 0x80 * context + 4 * (source >> 5);
const thresholdOf = (context: number): number => 0x20_0000 + 0x1000 * context;
const claimOf = (context: number): number => thresholdOf(context) + 4;

/** A PLIC with sources of those priorities, all enabled for the context. */
function plicWith(priorities: Record<number, number>, context = 0): Plic {
  const plic = new Plic(HARTS, SOURCES);
  for (const [source, priority] of Object.entries(priorities)) {
    plic.write(4 * Number(source), 4, priority);
    const enable = enableOf(context, Number(source));
    plic.write(enable, 4, plic.read(enable) | (1 << (Number(source) & 31)));
  }
  return plic;
}

test('each context of each hart has a line of its own', () => {
  for (let context = 0; context < 2 * HARTS; context++) {
    const plic = plicWith({ 10: 1 }, context);
    plic.raise(10);
    for (let hart = 0; hart < HARTS; hart++) {
      const line = context % 2 === 0 ? InterruptBit.MEI : InterruptBit.SEI;
      assert.equal(plic.lines(hart), hart === context >> 1 ? line : 0);
    }
  }
});

test('the highest priority is claimed first, among equals the lowest number', () => {
  const plic = plicWith({ 3: 2, 40: 5, 41: 5, 95: 1 });
  for (const source of [95, 41, 3, 40]) plic.raise(source);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map(() => plic.read(claimOf(0))),
    [40, 41, 3, 95, 0],
  );
});

test('a source at or below the threshold, or of priority 0, or not enabled, does not interrupt', () => {
  const plic = plicWith({ 3: 2, 4: 0 });
  plic.write(4 * 5, 4, 7);
  for (const source of [3, 4, 5]) plic.raise(source);
  plic.write(thresholdOf(0), 4, 2);
  assert.equal(plic.lines(0), 0);
  plic.write(thresholdOf(0), 4, 1);
  assert.equal(plic.lines(0), InterruptBit.MEI);
  assert.equal(plic.read(claimOf(0)), 3);
  assert.equal(plic.read(claimOf(0)), 0);
});

test('a claimed source is held back until it is completed, and keeps what was asserted meanwhile', () => {
  const plic = plicWith({ 10: 1 });
  plic.raise(10);
  assert.equal(plic.read(claimOf(0)), 10);
  assert.equal(plic.lines(0), 0);
  plic.raise(10);
  assert.equal(plic.lines(0), 0);
  plic.write(claimOf(0), 4, 11);
  assert.equal(plic.lines(0), 0);
  plic.write(claimOf(0), 4, 10);
  assert.equal(plic.lines(0), InterruptBit.MEI);
  assert.equal(plic.read(claimOf(0)), 10);
  plic.write(claimOf(0), 4, 10);
  assert.equal(plic.lines(0), 0);
});

test('one of two contexts that want a source gets it', () => {
  const plic = plicWith({ 10: 1 }, 1);
  plic.write(enableOf(3), 4, 1 << 10);
  plic.raise(10);
  assert.equal(plic.lines(0) | plic.lines(1), InterruptBit.SEI);
  assert.equal(plic.read(claimOf(3)), 10);
  assert.equal(plic.lines(0) | plic.lines(1), 0);
  assert.equal(plic.read(claimOf(1)), 0);
});

test('source 0 and sources beyond the last cannot be set up', () => {
  const plic = new Plic(1, SOURCES);
  for (const offset of [0, 4 * 96, 0xffc]) {
    plic.write(offset, 4, 7);
    assert.equal(plic.read(offset), 0);
  }
  for (const word of [0, 1, 2, 3, 31]) plic.write(enableOf(0) + 4 * word, 4, 0xffff_ffff);
  assert.deepEqual(
    [0, 1, 2, 3].map((word) => plic.read(enableOf(0) + 4 * word)),
    [0xffff_fffe, 0xffff_ffff, 0xffff_ffff, 0],
  );
  plic.write(0x1000, 4, 0xffff_ffff);
  assert.equal(plic.read(0x1000), 0);
});

test('what is saved is all that it remembers', () => {
  const plic = plicWith({ 10: 3, 33: 4 });
  plic.raise(10);
  plic.raise(33);
  plic.read(claimOf(0));
  plic.write(thresholdOf(0), 4, 2);
  const other = new Plic(HARTS, SOURCES);
  other.restore(JSON.parse(JSON.stringify(plic.save())) as DeviceState);
  assert.deepEqual(other.save(), plic.save());
  assert.equal(other.read(claimOf(0)), 10);
});
