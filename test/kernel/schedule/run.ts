import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Table } from '../../../src/debug/kernels/tables';
import { bootImage } from '../../../src/debug/launch/images';
import { AddressSpace } from '../../../src/debug/memory/address-space';
import { Image } from '../../../src/debug/symbols/image';
import { createBoard } from '../../../src/devices/virt';
import { assemble } from '../../../src/toolchain/assembler/assemble';
import { readElf } from '../../../src/toolchain/elf/read';
import { makeInitrd } from '../../../src/toolchain/initrd';
import { kernelImage } from '../images';
import type { Job, Times } from './workload';

const memory = 16 * 2 ** 20;
/** Instructions of a tick. */
const TICK = 1000;

const source = path.join(__dirname, '..', '..', '..', 'kernel', 'user', 'job.s');
const program = assemble([{ path: 'job.s', text: readFileSync(source, 'utf8') }]).elf!;

/** What the kernel boots a workload from. */
export function initrdOf(jobs: readonly Job[]): Uint8Array {
  const texts = jobs.flatMap(({ run, io }) => {
    const numbers = [TICK, run, ...(io ? [io.every, io.length] : [])];
    return ['bin/job', 'job', ...numbers.map(String), ''];
  });
  const lines = jobs.map(
    ({ arrival, run, tickets }) => `arrival=${arrival} estimate=${run} tickets=${tickets ?? 1}\n`,
  );
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  return makeInitrd([
    { name: 'bin/job', bytes: program },
    { name: 'etc/programs', bytes: encode(texts.map((text) => `${text}\0`).join('')) },
    { name: 'etc/jobs', bytes: encode(lines.join('')) },
  ]);
}

/** Runs a workload on the real kernel. @param policy as in the boot argument. @returns what its process table says at the end */
export function runWorkload(jobs: readonly Job[], policy: string): Times[] {
  const name = kernelImage('zig');
  const elf = readElf(readFileSync(name), name);
  const bootargs = `policy=${policy} decide=ticks timeslice=${TICK}`;
  const machine = createBoard(
    { ...bootImage(elf, name, memory), initrd: initrdOf(jobs), bootargs },
    { memory, cpus: 1 },
  );
  const stop = machine.run(100_000_000);
  if (stop.kind !== 'finished' || stop.code !== 0)
    throw new Error(`the run ended with ${JSON.stringify(stop)}`);
  const kernel = new Image('kernel', 'kernel', elf);
  const table = new Table(kernel, 'process_table', new AddressSpace(machine, 0n));
  return jobs.map((_, slot) => {
    const entry = table.entry(slot)!;
    const field = (of: string): number => Number(entry.number(of)!);
    return {
      response: field('first_run') - field('arrival'),
      turnaround: field('end') - field('arrival'),
      waiting: field('waiting'),
    };
  });
}
