import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { nodeHost } from '../../src/host/node-host';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import type { Machine } from '../../src/machine/types';
import { kernelImage } from '../kernel/images';

const dist = path.join(__dirname, '..', '..', 'dist');
const lab = path.join(__dirname, '..', '..', 'labs', '00-first-light', 'starter');

/** The kernel and two programs that never yield: user code, traps and switches in every order. */
async function twoLoopers(): Promise<Machine> {
  kernelImage('zig');
  const programs = ['loop-a.s', 'loop-b.s'].map((name) => path.join(lab, name));
  return (await boot(readLaunchConfiguration({ programs, timeSlice: 700 }), nodeHost(dist))).machine;
}

describe('a run can be taken up anywhere', () => {
  let machine: Machine;
  before(async () => {
    machine = await twoLoopers();
  });

  test('equal runs have equal digests, in one piece or in many', async () => {
    const END = 600_000;
    const other = await twoLoopers();
    assert.equal(machine.hash(), other.hash());
    machine.run(END);
    const expected = machine.hash();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: END - 1 }), { minLength: 1, maxLength: 20 }),
        (instants) => {
          const start = other.saveCheckpoint();
          for (const instant of instants.sort((a, b) => a - b)) {
            other.run(instant);
            other.hash();
          }
          other.run(END);
          assert.equal(other.hash(), expected);
          other.restoreCheckpoint(start);
        },
      ),
      { numRuns: 10 },
    );
  });

  test('after any walk between checkpoints the state is that of the straight run', () => {
    const marks = [0, 1, 1000, 250_000, 400_001, 400_002, 512_345];
    const start = machine.saveCheckpoint();
    const origin = start.instant;
    const hashes: string[] = [];
    const checkpoints = marks.map((mark) => {
      machine.run(origin + mark);
      hashes.push(machine.hash());
      return machine.saveCheckpoint();
    });
    const jump = fc.record({
      from: fc.nat({ max: marks.length - 1 }),
      to: fc.nat({ max: marks.length - 1 }),
    });
    fc.assert(
      fc.property(fc.array(jump, { minLength: 1, maxLength: 6 }), (jumps) => {
        for (const { from, to } of jumps) {
          machine.restoreCheckpoint(checkpoints[from]);
          assert.equal(machine.instant, origin + marks[from]);
          assert.equal(machine.hash(), hashes[from]);
          if (to <= from) continue;
          machine.run(origin + marks[to]);
          assert.equal(machine.hash(), hashes[to]);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('a digest tells one changed byte, register or instant', () => {
    const before = machine.saveCheckpoint();
    const hash = machine.hash();
    const address = 0x8700_0001;
    assert.ok(machine.writePhysical(address, Uint8Array.of(machine.readPhysical(address, 1)![0] ^ 1)));
    assert.notEqual(machine.hash(), hash);
    machine.restoreCheckpoint(before);
    assert.equal(machine.hash(), hash);
    machine.current.writeRegister(5, machine.current.readRegister(5) ^ 1n);
    assert.notEqual(machine.hash(), hash);
    machine.restoreCheckpoint(before);
    machine.run(machine.instant + 1);
    assert.notEqual(machine.hash(), hash);
  });
});
