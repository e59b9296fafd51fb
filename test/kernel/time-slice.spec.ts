import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { bootImage } from '../../src/debug/launch/images';
import { createBoard } from '../../src/devices/virt';
import { Privilege, type Machine } from '../../src/machine/types';
import { readElf } from '../../src/toolchain/elf/read';
import { builds, kernelImage, nameOfBuild } from './images';
import { compilerIsInstalled, initrdOf } from './programs';

const memory = 128 * 2 ** 20;
const skip =
  !compilerIsInstalled() && 'SKIPPED: the programs cannot be built without riscv64-unknown-elf-gcc';

for (const build of builds) {
  describe(`time slices of the kernel compiled by ${nameOfBuild(build)}, on our machine`, { skip }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-slices-'));
    after(() => rmSync(folder, { recursive: true }));

    function boot(commands: readonly string[], bootargs: string): Machine {
      const name = kernelImage(build.compiler, build.optimize);
      const kernel = bootImage(readElf(readFileSync(name), name), name, memory);
      return createBoard({ ...kernel, initrd: initrdOf(commands, folder), bootargs }, { memory, cpus: 1 });
    }

    /** Steps in user mode before each timer interrupt that hit there, if it was the first trap since the last. */
    function slices(machine: Machine, until: number): number[] {
      const found: number[] = [];
      let entered = 0;
      let whole = false;
      machine.onReturn = (back) => {
        if (back.to === Privilege.user) entered = back.at;
        return false;
      };
      machine.onTrap = (trap) => {
        if (trap.from !== Privilege.user) return false;
        if (trap.interrupt && whole) found.push(trap.at - 1 - entered);
        whole = trap.interrupt;
        return false;
      };
      machine.run(until);
      return found;
    }

    for (const [slice, more] of [
      [1, ''],
      [10, ''],
      [100, ''],
      [10_000, ''],
      [1, ' isolation=on'],
      [100, ' isolation=on'],
    ] as const) {
      test(`a time slice of ${slice} is ${slice} instructions of the user${more}`, () => {
        // The second looper begins with its first slice; from then on each has the CPU for one slice in turn.
        const found = slices(boot(['forever', 'forever'], `timeslice=${slice}${more}`), 2_000_000).slice(10);
        assert.ok(found.length > 50, `only ${found.length} slices`);
        assert.deepEqual(new Set(found), new Set([slice]));
      });
    }

    test('while all sleep, time goes on to the tick that wakes one', () => {
      const machine = boot(['sleeper'], 'timeslice=1000');
      assert.deepEqual(machine.run(5_000_000), { kind: 'finished', code: 0 });
    });
  });
}
