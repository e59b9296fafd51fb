import { readFileSync } from 'node:fs';
import { bootImage } from '../../src/debug/launch/images';
import { createBoard } from '../../src/devices/virt';
import type { Machine } from '../../src/machine/types';
import { readElf } from '../../src/toolchain/elf/read';
import { qemuIsInstalled, runOnQemu } from '../qemu/qemu';
import { testedKernel } from './images';
import { withIsolation } from './isolation';
import { compilerIsInstalled } from './programs';

const MEMORY = 128 * 2 ** 20;
/** More than any program of the tests needs. */
const LIMIT = 300_000_000;

export interface Run {
  readonly console: string;
  /** What the guest told the finisher; undefined: it did not end. */
  readonly status: number | undefined;
}

/** Our board with the kernel, at its reset. */
export function ownBoard(initrd: Uint8Array, bootargs: string, memory = MEMORY, cpus = 1): Machine {
  const name = testedKernel();
  const kernel = bootImage(readElf(readFileSync(name), name), name, memory);
  return createBoard({ ...kernel, initrd, bootargs: withIsolation(bootargs) }, { memory, cpus });
}

/** Boots our board, and runs it to its end. */
export function runHere(initrd: Uint8Array, bootargs: string, memory = MEMORY, cpus = 1): Promise<Run> {
  const machine = ownBoard(initrd, bootargs, memory, cpus);
  const bytes: number[] = [];
  machine.onConsole = (byte) => {
    bytes.push(byte);
    return false;
  };
  const stop = machine.run(LIMIT);
  const console = Buffer.from(bytes).toString('latin1');
  return Promise.resolve({ console, status: stop.kind === 'finished' ? stop.code : undefined });
}

/** The boards that the kernel is tried on, each with a reason to skip it. */
export const boards = [
  {
    name: 'our machine',
    skip: !compilerIsInstalled() && 'SKIPPED: no programs without riscv64-unknown-elf-gcc',
    run: (initrd: Uint8Array, bootargs: string): Promise<Run> => runHere(initrd, bootargs),
  },
  {
    name: 'QEMU',
    skip:
      !(compilerIsInstalled() && qemuIsInstalled()) &&
      'SKIPPED: nothing is tried on QEMU without qemu-system-riscv64 and riscv64-unknown-elf-gcc',
    run: async (initrd: Uint8Array, bootargs: string): Promise<Run> => {
      const files = { kernel: testedKernel(), initrd, bootargs: withIsolation(bootargs), memory: MEMORY };
      const { console, status } = await runOnQemu(files);
      return { console, status };
    },
  },
] as const;
