/**
 * Forks, pipes and files on four CPUs with random slices: the output is as expected and every resource has come back, on our machine
 * and on QEMU. TRAPFRAME_SOAK=100 makes it fifty times as long, TRAPFRAME_SEED another one.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { boot } from '../../../src/debug/launch/boot';
import { readOptions } from '../../../src/debug/launch/validate';
import { nodeHost } from '../../../src/host/node-host';
import { checkDisk } from '../../../src/toolchain/disk/check';
import { qemuIsInstalled, runOnQemu } from '../../qemu/qemu';
import { bundled } from '../bundled';
import { testedBuild, testedKernel } from '../images';
import { root } from '../root';
import type * as rounds from './round';

/** Rounds of each worker: ten are some 400 million instructions. */
const LENGTH = Number(process.env['TRAPFRAME_SOAK'] ?? (process.env['CI'] === 'true' ? 6 : 1));
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 1);
const PROMISES = ['', 'fork=cow stack=grow isolation=on'];

before(() => void testedKernel());

for (const index of [0, 1]) {
  const seed = SEED + index;
  const request = () => ({
    options: readOptions(
      {
        cpus: '4',
        timeSlice: String(300 + ((seed * 7919) % 6000)),
        bootArguments: PROMISES[index],
        diskLatency: String((seed * 1543) % 3000),
        ...(testedBuild.compiler === 'zig' && testedBuild.optimize === '0' ? {} : { kernel: testedKernel() }),
      },
      'command',
    ),
    programs: [
      {
        path: path.join(root, 'test', 'kernel', 'soak', 'soak.c'),
        args: ['6', String(LENGTH), String(seed)],
      },
    ],
    isTyped: false,
  });
  const dist = path.join(root, 'dist');

  test(`a soak on four CPUs, seed ${seed}, ${PROMISES[index]}`, async () => {
    const { soak } = bundled<typeof rounds>('kernel/soak/round');
    const steps = await soak(request(), dist);
    console.log(`# ${steps} steps`);
  });

  const skip = !qemuIsInstalled() && 'SKIPPED: there is no qemu-system-riscv64 to soak';
  test(`a soak on four CPUs of QEMU, seed ${seed}`, { skip }, async () => {
    const { kernel, initrd, bootargs, disk } = await boot(request(), nodeHost(dist));
    const run = await runOnQemu({
      kernel: kernel!.path,
      initrd: initrd!,
      bootargs: bootargs!,
      disk,
      memory: 128 * 2 ** 20,
      cpus: 4,
    });
    assert.deepEqual([run.console, run.status], ['soak: all right\n', 0]);
    assert.deepEqual(checkDisk(run.disk!), []);
  });
}
