import { UserError } from '../../base/errors';
import { createBoard } from '../../devices/virt';
import { Privilege, type Machine } from '../../machine/types';
import { bootList } from '../../toolchain/boot-list';
import { makeInitrd } from '../../toolchain/initrd';
import { Table } from '../kernels/tables';
import { bootImage, type Kernel } from '../launch/images';
import { withSlice } from '../launch/policy';
import { AddressSpace } from '../memory/address-space';
import { Runner } from '../run/runner';
import type { End } from '../run/stop';
import { Image } from '../symbols/image';
import type { CostModelName } from '../../machine/timing/core';
import { CycleSplit } from './cycle-split';
import type { Witness } from '../witness';
import { Turns, type Moment, type Turn } from './turns';
import type { Job, Workload } from './workload';

/** What became of a job, in ticks. */
export interface JobTimes {
  readonly response: number;
  readonly turnaround: number;
  readonly waiting: number;
}

/** A workload as a policy of the kernel did it. */
export interface Schedule {
  /** In the order of the workload. */
  readonly jobs: readonly JobTimes[];
  /** Who had the CPU when, in ticks of the workload: what a Gantt chart draws. */
  readonly turns: readonly Turn[];
  /** Instructions that the jobs executed, the kernel for them and to choose among them, and the kernel before the first of them ran. */
  readonly instructions: { readonly user: number; readonly kernel: number; readonly boot: number };
  /** The same in cycles, with a cost model. */
  readonly cycles?: { readonly user: number; readonly kernel: number; readonly boot: number };
}

/** Instructions of a tick: a burst ends half a tick before its end, which the kernel's work at a switch must not fill. */
const TICK = 10_000;
const MEMORY = 32 * 2 ** 20;

/** What workloads are run with: a kernel, and the ELF file of `kernel/user/job.s`. */
export class Workbench {
  /** The kernel's debug information, which is read only once. */
  readonly image: Image;

  constructor(
    readonly kernel: Kernel,
    readonly program: Uint8Array,
  ) {
    this.image = new Image('kernel', 'kernel', kernel.elf);
  }
}

/**
 * Runs a workload on a kernel that decides at ticks only, and reads from its process table what came of it.
 * @throws UserError when the kernel does not bring the jobs to their end
 */
export function schedule(
  workload: Workload,
  policy: string,
  bench: Workbench,
  costModel: CostModelName = 'none',
): Schedule {
  const { kernel, program } = bench;
  const image = bootImage(kernel.elf, kernel.path, MEMORY);
  const bootargs = `policy=${withSlice(policy, workload.slice)} decide=ticks timeslice=${TICK}`;
  const initrd = initrdOf(workload.jobs, program);
  const machine = createBoard({ ...image, initrd, bootargs }, { memory: MEMORY, cpus: 1, costModel });
  const split = costModel === 'none' ? undefined : new CycleSplit(machine);
  const said: number[] = [];
  const console: Witness = {
    consoleByte: (byte) => said.push(byte),
    save: () => undefined,
    restore: () => undefined,
  };
  const memory = new KernelMemory(machine, bench.image);
  const turns = new Turns(() => memory.moment);
  const runner = new Runner(machine, { witnesses: split ? [console, turns, split] : [console, turns] });
  const until = longest(workload.jobs);
  runner.runNow({ until, atReturn: ({ to }) => to === Privilege.user });
  const boot = machine.harts[0].retired;
  const bootCycles = split ? split.user + split.kernel : 0;
  split?.begin();
  const outcome = runner.runNow({ until });
  const end = outcome.kind === 'ended' ? outcome.end : undefined;
  if (end?.kind !== 'finished' || end.code !== 0) {
    const words = new TextDecoder().decode(Uint8Array.from(said)).trim().replaceAll('\n', '; ');
    throw new UserError(
      `policy ${policy} did not bring all jobs to their end: the kernel ${end ? (failures[end.kind] ?? 'gave up') : 'is still at it'}` +
        (words && `: ${words}`),
    );
  }
  split?.finish();
  return {
    ...readSchedule(memory, workload.jobs, turns.all, boot),
    ...(split && { cycles: { user: split.user, kernel: split.kernel, boot: bootCycles } }),
  };
}

const failures: Readonly<Partial<Record<End['kind'], string>>> = {
  stuck: 'waits for an interrupt that can never come',
};

/** More steps than any sensible policy can need: all jobs after one another, and their waits, with the kernel's own work. */
function longest(jobs: readonly Job[]): number {
  const ticks = jobs.reduce(
    (sum, { run, io }) => sum + run + (io ? (run / io.every) * (io.length + 1) : 0),
    0,
  );
  return 100_000_000 + (Math.max(...jobs.map(({ arrival }) => arrival)) + ticks) * TICK * 4;
}

function initrdOf(jobs: readonly Job[], program: Uint8Array): Uint8Array {
  const processes = jobs.map(({ run, io }) => {
    const numbers = [TICK, run, ...(io ? [io.every, io.length] : [])];
    return { file: 'bin/job', argv: ['job', ...numbers.map(String)] };
  });
  const lines = jobs.map(
    ({ arrival, estimate, tickets }) => `arrival=${arrival} estimate=${estimate} tickets=${tickets}\n`,
  );
  return makeInitrd([
    { name: 'bin/job', bytes: program },
    bootList(processes),
    { name: 'etc/jobs', bytes: new TextEncoder().encode(lines.join('')) },
  ]);
}

/**
 * What is read of the kernel's memory. The jobs are all loaded before the first tick, so that job number `i` has entry `i` of the process
 * table to itself.
 */
class KernelMemory {
  private readonly memory: AddressSpace;
  private readonly tables: Readonly<Record<'process_table' | 'cpus', Table>>;
  private readonly ticks: bigint | undefined;

  constructor(machine: Machine, image: Image) {
    this.memory = new AddressSpace(machine, 0n);
    this.tables = {
      process_table: new Table(image, 'process_table', this.memory),
      cpus: new Table(image, 'cpus', this.memory),
    };
    this.ticks = image.symbols.named('ticks')?.address;
  }

  /** Which job the CPU works for, in which of the kernel's ticks. */
  get moment(): Moment | undefined {
    const process = this.tables.cpus.pointer(0, 'current');
    const job = process === undefined ? undefined : this.tables.process_table.indexAt(process);
    const tick = this.ticks === undefined ? undefined : this.memory.readNumber(this.ticks, 8);
    return job === undefined || tick === undefined ? undefined : { job, tick: Number(tick) };
  }

  field(table: 'process_table' | 'cpus', index: number, name: string): number {
    const value = this.tables[table].entry(index)?.number(name);
    if (value === undefined) throw new UserError(`the kernel's ${table} has no field ${name}`);
    return Number(value);
  }
}

function readSchedule(
  memory: KernelMemory,
  jobs: readonly Job[],
  turns: readonly Turn[],
  boot: number,
): Schedule {
  const of = (index: number, name: string): number => memory.field('process_table', index, name);
  const sum = (name: string): number => jobs.reduce((total, _, index) => total + of(index, name), 0);
  const start = of(0, 'arrival') - jobs[0].arrival;
  return {
    jobs: jobs.map((_, index) => ({
      response: of(index, 'first_run') - of(index, 'arrival'),
      turnaround: of(index, 'end') - of(index, 'arrival'),
      waiting: of(index, 'waiting'),
    })),
    turns: turns.map(({ job, from, to }) => ({ job, from: from - start, to: to - start })),
    instructions: {
      user: sum('user_instructions'),
      kernel: sum('kernel_instructions') + memory.field('cpus', 0, 'scheduler_instructions') - boot,
      boot,
    },
  };
}
