/** Checkpoints as files: what goes out comes back, and what comes from elsewhere is not trusted. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../src/base/errors';
import { nodeHost } from '../../src/host/node-host';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import { board, type Board } from '../../src/devices/board.fixture';
import { readCheckpoint, writeCheckpoint } from '../../src/devices/checkpoint-file';
import { Slot } from '../../src/machine/layout';
import type { Machine } from '../../src/machine/types';
import { buildStandIn, standInDisk } from '../guests/standin';
import { kernelImage } from '../kernel/images';
import { createBoard } from '../../src/devices/virt';
import { bootImage } from '../../src/debug/launch/images';
import { readElf } from '../../src/toolchain/elf/read';

const dist = path.join(__dirname, '..', '..', 'dist');
const lab = path.join(__dirname, '..', '..', 'labs', '00-first-light', 'starter');
const SEED = 20;

const boardOf = ({ ram, harts, timing }: Machine) => ({
  memory: ram.size,
  cpus: harts.length,
  timing: timing?.size,
});

/** Into a file, and from there into a machine that has not run. */
function move(from: Machine, to: Machine): Uint8Array {
  const file = writeCheckpoint(from.saveCheckpoint());
  to.restoreCheckpoint(readCheckpoint(file, boardOf(to)));
  assert.equal(to.hash(), from.hash());
  return file;
}

describe('a machine that is saved to a file goes on in another one', () => {
  const END = 400_000;
  const guests: Readonly<Record<string, () => Promise<Machine>>> = {
    'the kernel with two programs': async () => {
      kernelImage('zig');
      const programs = ['loop-a.s', 'loop-b.s'].map((name) => path.join(lab, name));
      return (await boot(readLaunchConfiguration({ programs, timeSlice: 700 }), nodeHost(dist))).machine;
    },
    'the kernel on two harts with caches and transient instructions': async () => {
      kernelImage('zig');
      const programs = ['loop-a.s', 'loop-b.s'].map((name) => path.join(lab, name));
      const more = { cpus: 2, costModel: 'caches', transient: 5 };
      return (await boot(readLaunchConfiguration({ programs, timeSlice: 700, ...more }), nodeHost(dist)))
        .machine;
    },
    'three harts with a disk and a console': async () => {
      const image = bootImage(readElf(await standIn, 'kernel'), 'kernel', 2 ** 23);
      const machine = createBoard(image, {
        memory: 2 ** 23,
        cpus: 3,
        disk: standInDisk(),
        diskLatency: 5000,
      });
      machine.input.feed(
        new TextEncoder().encode('write 3 abc\nread 3\nsum 9\nnonsense that fills the FIFO\n'),
      );
      return machine;
    },
  };
  let standIn: Promise<Uint8Array>;
  before(() => (standIn = buildStandIn('CLINT', 3)));

  for (const [name, make] of Object.entries(guests)) {
    test(`${name}, at random instants`, async () => {
      const straight = await make();
      straight.run(END);
      const expected = straight.hash();
      const machine = await make();
      const instants = fc.sample(fc.integer({ min: 1, max: END - 1 }), { numRuns: 6, seed: SEED });
      for (const instant of instants.sort((a, b) => a - b)) {
        machine.run(instant);
        const other = await make();
        const file = move(machine, other);
        assert.deepEqual(writeCheckpoint(other.saveCheckpoint()), file);
        other.run(END);
        assert.equal(other.hash(), expected, `saved at ${instant}`);
      }
    });
  }
});

describe('a file that is not trusted', () => {
  let file: Uint8Array;
  let run: Board;
  before(() => {
    run = board('_start: addi a0, a0, 1\n la t0, _start\n sd a0, 256(t0)\n j _start\n', { memory: 2 ** 20 });
    run.run(1000);
    file = writeCheckpoint(run.machine.saveCheckpoint());
  });
  const read = (bytes: Uint8Array) => readCheckpoint(bytes, boardOf(run.machine));

  test('of something else, of another version, of another machine', () => {
    const changed = (at: number, value: number): Uint8Array => {
      const copy = file.slice();
      copy[at] = value;
      return copy;
    };
    assert.throws(() => read(new Uint8Array(0)), /^UserError: this is no checkpoint of a machine$/);
    assert.throws(() => read(changed(0, 0)), /^UserError: this is no checkpoint of a machine$/);
    assert.throws(
      () => read(changed(8, 9)),
      /^UserError: the checkpoint has version 9; version 1 can be read$/,
    );
    assert.throws(
      () => readCheckpoint(file, { memory: 2 ** 21, cpus: 1 }),
      /1 CPUs and 1048576 bytes of memory, not of/,
    );
    assert.throws(() => readCheckpoint(file, { memory: 2 ** 20, cpus: 2 }), /not of this one with 2/);
  });

  test('any cut and any changed byte is noticed', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        assert.throws(() => read(file.subarray(0, at)), UserError);
        const copy = file.slice();
        copy[at] ^= change;
        assert.throws(() => read(copy), UserError);
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  test('whose digest is right: words, or a machine that runs', () => {
    const checkpoint = run.machine.saveCheckpoint();
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(Slot.pmpaddr + 128), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const hart = checkpoint.harts[0].slice();
          for (const [at, value] of changes) hart[at] = value;
          const forged = writeCheckpoint({ ...checkpoint, harts: [hart] });
          try {
            run.machine.restoreCheckpoint(read(forged));
          } catch (error) {
            assert.ok(error instanceof UserError, String(error));
            return;
          }
          accepted++;
          run.machine.run(run.machine.instant + 2000);
        },
      ),
      { numRuns: 500, seed: SEED },
    );
    assert.ok(accepted > 50, `${accepted} were accepted`);
  });

  test('whose devices are nonsense', () => {
    const checkpoint = run.machine.saveCheckpoint();
    const { devices } = checkpoint;
    const forged = (more: object) =>
      read(writeCheckpoint({ ...checkpoint, devices: { ...devices, ...more } }));
    const uart = devices['uart'] as object;
    for (const wrong of [
      { uart: null },
      { uart: { ...uart, received: [1, 2, 300] } },
      { uart: { ...uart, received: new Array(17).fill(0) } },
      { uart: { ...uart, polls: -1 } },
      { uart: { ...uart, more: 1 } },
      { clint: { msip: [0], mtimecmp: [1] } },
      { plic: {} },
      { virtio0: { status: 0 } },
      { virtio1: 5 },
      { teapot: null },
    ]) {
      assert.throws(() => forged(wrong), /^UserError: the checkpoint is damaged: /, JSON.stringify(wrong));
    }
    assert.throws(() => read(writeCheckpoint({ ...checkpoint, instant: -5 })), /damaged: instant/);
    assert.throws(
      () => read(writeCheckpoint({ ...checkpoint, pages: new Map([[256, 1]]) })),
      /damaged: pages/,
    );
  });
});

test('the bytes of a hart mean what version 1 says', () => {
  // Who changes the layout raises CHECKPOINT_VERSION, and these numbers.
  assert.deepEqual(
    [
      Slot.pc,
      Slot.reservation,
      Slot.privilege,
      Slot.retired,
      Slot.softwarePending,
      Slot.mstatus,
      Slot.pmpcfg,
      Slot.pmpaddr,
    ],
    [0x108, 0x128, 0x138, 0x140, 0x15c, 0x200, 0x2a8, 0x2c0],
  );
});
