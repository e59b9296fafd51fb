import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { qemuIsInstalled, runOnQemu } from '../../qemu/qemu';
import { testedKernel } from '../images';
import { checkConsole, everybody, initrdOf } from './programs';
import { memory } from './run';

/** A sample; `TRAPFRAME_HOSTILE_ROUNDS=100 npm test -- hostile` is the whole. */
const ROUNDS = Number(process.env['TRAPFRAME_HOSTILE_ROUNDS'] ?? 20);
const CPUS = [1, 4];
const POLICIES = ['rr', 'mlfq', 'lottery', 'stride', 'fifo', 'sjf', 'stcf'];

const skip =
  !qemuIsInstalled() && 'SKIPPED: the hostile programs are not tried on QEMU, which is not installed';

/**
 * The fault of an atomic memory operation is that of a store (unprivileged specification, "Atomic Memory Operations"). QEMU 7.2
 * tries to load first, and then says it was a load.
 */
const asSpecified = (console: string): string =>
  console.replace(
    /(\(kernel-atomic\) killed: )load page fault \(scause 13\)/,
    '$1store page fault (scause 15)',
  );

// At its end the kernel checks itself (kernel/check.c): a run that ends well has passed.
describe(`all hostile programs at once, ${ROUNDS} times, on QEMU`, { skip }, () => {
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const policy = POLICIES[seed % POLICIES.length];
    const cpus = CPUS[seed % CPUS.length];
    const isolation = seed % 2 === 0 ? ' isolation=on' : '';
    test(`seed ${seed}: policy ${policy}, ${cpus} CPUs${isolation}`, async () => {
      const programs = everybody(seed);
      const files = { kernel: testedKernel(), initrd: initrdOf(programs), memory, cpus };
      const bootargs = `timeslice=2000 policy=${policy}${isolation}`;
      const { console, status } = await runOnQemu({ ...files, bootargs });
      assert.equal(status, 0, console);
      checkConsole(asSpecified(console), programs);
    });
  }
});
