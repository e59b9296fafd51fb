/** The power goes at any instant, and the disk keeps any part of what no flush covers: what was closed before is whole. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { nodeCompiler } from '../../../src/toolchain/compiler/node-compiler';
import { bundled } from '../bundled';
import { testedKernel } from '../images';
import { root } from '../root';
import type * as Power from './power';

const FAILURES = Number(process.env['TRAPFRAME_POWER'] ?? (process.env['CI'] === 'true' ? 1000 : 60));
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 17);
const CHANGES = 60;

const { record, diskAfter, promised, brokenPromise, bootAgain } = bundled<typeof Power>('kernel/disk/power');

let kernel: string;
let program: Uint8Array;
let events: Power.Event[];
before(async () => {
  const file = path.join(root, 'test', 'kernel', 'disk', 'power.c');
  const source = { path: file, text: readFileSync(file, 'utf8') };
  const { elf, diagnostics } = await nodeCompiler(path.join(root, 'kernel')).compileProgram([source], []);
  assert.deepEqual(diagnostics, []);
  program = elf!;
  kernel = testedKernel();
  events = record(kernel, program, SEED, CHANGES);
});

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** The power goes in that failure. @returns what was lost */
function fail(
  failure: number,
  told: readonly Power.Event[],
): { disk: Uint8Array; promises: ReadonlyMap<string, string>; problem: string | undefined } {
  const draw = random(1000 * SEED + failure);
  const count = Math.floor(draw() * (told.length + 1));
  const share = draw();
  const disk = diskAfter(told, count, () => draw() < share);
  const promises = promised(told, count);
  return { disk, promises, problem: brokenPromise(disk, promises) };
}

describe(`the power goes ${FAILURES} times`, () => {
  test('every file that was closed is whole, and the kernel boots again', () => {
    for (let failure = 0; failure < FAILURES; failure++) {
      const { disk, promises, problem } = fail(failure, events);
      assert.equal(problem, undefined, `seed ${SEED}, failure ${failure}`);
      const after = bootAgain(kernel, program, disk);
      assert.equal(brokenPromise(after, promises), undefined, `seed ${SEED}, failure ${failure}, booted`);
    }
  });

  test('without the flushes files are lost', () => {
    const unflushed = events.filter(({ kind }) => kind !== 'flush');
    const failures = Array.from({ length: 200 }, (_, failure) => fail(failure, unflushed));
    assert.ok(failures.some(({ problem }) => problem !== undefined));
  });
});
