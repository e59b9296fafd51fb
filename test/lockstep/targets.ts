/** The machines that run a lock-step program. */
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBoard } from '../../src/devices/virt';
import type { EngineName, Machine } from '../../src/machine/types';
import { LOG, RAM, RAM_SIZE } from './memory-map';

/** Runs a program to its end. */
export interface Target {
  readonly name: string;
  /**
   * @param passes of blocks that the program has
   * @returns its log
   */
  run(image: Uint8Array, passes: number): Promise<Uint8Array>;
}

const LOG_SIZE = RAM + RAM_SIZE - LOG;
/** What a pass costs at most, its traps and the harness included. */
const STEPS_OF_PASS = 60_000;
const QEMU_SECONDS = 30;

/** Our machine with a program in its memory, at its reset. */
export const machineWith = (image: Uint8Array, engine: EngineName, cpus = 1): Machine =>
  createBoard(
    { segments: [{ address: RAM, bytes: image, size: image.length }], entry: RAM },
    { memory: RAM_SIZE, cpus, engine },
  );

export const ours = (engine: EngineName): Target => ({
  name: 'trapframe',
  async run(image, passes) {
    const machine = machineWith(image, engine);
    machine.run(STEPS_OF_PASS * (passes + 1));
    return machine.readPhysical(LOG, LOG_SIZE)!;
  },
});

export const QEMU = 'qemu-system-riscv64';
/** RV64IMAC and what our machine has besides; all else that QEMU adds is off. */
const CPU =
  'rv64,h=false,f=false,d=false,zba=false,zbb=false,zbc=false,zbs=false,debug=false,pmu-num=29,Zihintpause=false';

/** Its RAM is a file, which is read afterwards. */
export const qemu: Target = {
  name: 'qemu',
  async run(image) {
    const shared = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    const folder = mkdtempSync(join(shared, 'trapframe-lockstep-'));
    try {
      const ram = join(folder, 'ram');
      const file = openSync(ram, 'w+');
      writeSync(file, image);
      ftruncateSync(file, RAM_SIZE);
      await runQemu(ram);
      const log = new Uint8Array(LOG_SIZE);
      readSync(file, log, 0, LOG_SIZE, LOG - RAM);
      closeSync(file);
      return log;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function runQemu(ram: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      QEMU,
      [
        '-machine',
        'virt,memory-backend=ram',
        '-cpu',
        CPU,
        '-bios',
        'none',
        '-m',
        `${RAM_SIZE / 2 ** 20}M`,
        // With one CPU, QEMU takes an AMO apart into a load and a store, which trap differently. The second one sleeps.
        '-smp',
        '2',
        '-accel',
        'tcg,thread=multi',
        '-object',
        `memory-backend-file,id=ram,size=${RAM_SIZE},mem-path=${ram},share=on`,
        '-display',
        'none',
        '-monitor',
        'none',
        '-serial',
        'none',
        '-net',
        'none',
        '-nodefaults',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let errors = '';
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    // A program that does not end is a difference as well: the log tells where it stood.
    const timer = setTimeout(() => child.kill('SIGKILL'), QEMU_SECONDS * 1000);
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      if (status === 0 || status === null) resolve();
      else reject(new Error(`${QEMU}: ${errors}`));
    });
  });
}
