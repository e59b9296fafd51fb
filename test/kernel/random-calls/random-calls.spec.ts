import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { nodeCompiler } from '../../../src/toolchain/compiler/node-compiler';
import { bootList } from '../../../src/toolchain/boot-list';
import { makeInitrd } from '../../../src/toolchain/initrd';
import { qemuIsInstalled, runOnQemu } from '../../qemu/qemu';
import { bundled } from '../bundled';
import { testedKernel } from '../images';
import { root } from '../root';
import type * as rounds from './round';

/** A sample; `TRAPFRAME_RANDOM_CALLS=1000 npm test -- random-calls` tries more. */
const ROUNDS = Number(process.env['TRAPFRAME_RANDOM_CALLS'] ?? 8);
const POLICIES = ['rr', 'mlfq', 'lottery', 'stride', 'fifo', 'sjf', 'stcf'];
const SLICES = [700, 1500, 4000];
const CPUS = [1, 2, 4];

const { round, memory, STATUS } = bundled<typeof rounds>('kernel/random-calls/round');

let program: Uint8Array;
before(async () => {
  const file = path.join(root, 'test', 'kernel', 'random-calls', 'random.c');
  const source = { path: file, text: readFileSync(file, 'utf8') };
  const { elf, diagnostics } = await nodeCompiler(path.join(root, 'kernel')).compileProgram([source], []);
  assert.deepEqual(diagnostics, []);
  program = elf!;
  testedKernel();
});

const initrdOf = (seed: number): Uint8Array =>
  makeInitrd([
    { name: 'bin/random', bytes: program },
    bootList([{ file: 'bin/random', argv: ['random', String(seed)] }]),
  ]);

const seeds = Array.from({ length: ROUNDS }, (_, index) => index + 1);
const PROMISES = ['', ' fork=cow stack=grow', ' fork=cow isolation=on', ' stack=grow', ' isolation=on'];
const bootargsOf = (seed: number): string =>
  `policy=${POLICIES[seed % POLICIES.length]} timeslice=${SLICES[seed % SLICES.length]}${PROMISES[seed % PROMISES.length]}`;

const cpusOf = (seed: number): number => CPUS[seed % CPUS.length];

describe(`random system calls, ${ROUNDS} times`, () => {
  for (const seed of seeds) test(`seed ${seed}`, () => round(initrdOf(seed), bootargsOf(seed), cpusOf(seed)));
});

const skip =
  !qemuIsInstalled() && 'SKIPPED: random system calls are not tried on QEMU, which is not installed';

/** Promised memory may run out when it is used, at QEMU's own times: without the first process nobody ends the others. */
const OUT_OF_MEMORY = /pid 1 \(random\) killed: store page fault .*there is no memory left/;

// At its end the kernel checks itself (kernel/check.c).
describe(`random system calls, ${ROUNDS} times, on QEMU`, { skip }, () => {
  for (const seed of seeds) {
    test(`seed ${seed}`, async () => {
      const files = { kernel: testedKernel(), initrd: initrdOf(seed), memory, cpus: cpusOf(seed) };
      const lost = (text: string): boolean => OUT_OF_MEMORY.test(text);
      const { console, status } = await runOnQemu({ ...files, bootargs: bootargsOf(seed) }, lost);
      if (!lost(console)) assert.equal(status, STATUS, console);
    });
  }
});
