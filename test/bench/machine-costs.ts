import { readFileSync } from 'node:fs';
import { bootImage } from '../../src/debug/launch/images';
import { createBoard } from '../../src/devices/virt';
import type { Machine, MachineStop, WatchList } from '../../src/machine/types';
import { readElf } from '../../src/toolchain/elf/read';
import { median } from './measure';

const MEMORY = 128 * 2 ** 20;
const PAGE = 4096;
const WARM_UP = 5_000_000;
const ROUNDS = 9;
/** CPU microseconds that a plain run should take: long enough that chance does not decide. */
const RUN = 150_000;
const TRIAL = 4_000_000;
/** Steps of a piece of a run. */
const PIECE = 500_000;
const SP = 2;

function boot(path: string): Machine {
  const elf = readElf(readFileSync(path), path);
  return createBoard(bootImage(elf, path, MEMORY), { memory: MEMORY, cpus: 1, engine: 'auto' });
}

/** CPU microseconds of an action in this process. */
function cpu(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/**
 * How many times the CPU time a run takes after `prepare`. Both kinds of run alternate, and the fastest of each counts: what
 * disturbs a run only ever makes it slower.
 */
function slowdown(image: string, prepare: (machine: Machine) => void, run = RUN): number {
  const measure = (prepared: boolean, steps: number): number => {
    const machine = boot(image);
    machine.run(WARM_UP);
    if (prepared) prepare(machine);
    return cpu(() => void machine.run(WARM_UP + steps));
  };
  const steps = Math.ceil((TRIAL * run) / measure(false, TRIAL));
  const plain: number[] = [];
  const changed: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(measure(false, steps));
    changed.push(measure(true, steps));
  }
  return Math.min(...changed) / Math.min(...plain);
}

/**
 * Every trap and return is reported to somebody who never stops there. What is compared are alternate pieces of one run: two
 * machines are two modules to the host, whose compiler makes one or the other a fifth faster by chance.
 */
function armedFilters(image: string): number {
  const begin = (): Machine => {
    const machine = boot(image);
    machine.run(WARM_UP);
    return machine;
  };
  let machine = begin();
  let [plain, armed] = [0, 0];
  while (plain < ROUNDS * RUN) {
    machine.onTrap = machine.onReturn = undefined;
    plain += cpu(() => void machine.run(machine.instant + PIECE));
    machine.onTrap = machine.onReturn = () => false;
    let stop: MachineStop | undefined;
    armed += cpu(() => (stop = machine.run(machine.instant + PIECE)));
    if (stop?.kind === 'finished') machine = begin();
  }
  return armed / plain;
}

const watch = (address: number): WatchList => ({
  memory: [{ address, length: 8, reads: true, writes: true }],
  registers: new Set(),
  csrs: new Set(),
});

/** Eight bytes are watched in a page that the program does not use. */
const watchedElsewhere = (image: string): number =>
  slowdown(image, (machine) => {
    machine.onAccess = () => false;
    machine.setWatches(watch(machine.ram.base + machine.ram.size - PAGE));
  });

/** Eight bytes are watched in the page of the stack pointer: each access to that page is looked at. */
const watchedStack = (image: string): number =>
  slowdown(
    image,
    (machine) => {
      machine.onAccess = () => false;
      machine.setWatches(watch(Number(machine.current.readRegister(SP)) & -PAGE));
    },
    RUN / 10,
  );

/** CPU microseconds for a checkpoint, taken every million steps. */
function checkpointCost(image: string): number {
  const machine = boot(image);
  machine.run(WARM_UP);
  machine.saveCheckpoint();
  const costs = Array.from({ length: 20 }, () => {
    machine.run(machine.instant + 1_000_000);
    return cpu(() => void machine.saveCheckpoint());
  });
  return median(costs);
}

/** CPU microseconds to stop at a breakpoint in a hot loop, and to go on, as a false condition has it. */
function passCost(image: string): number {
  const PASSES = 100_000;
  const machine = boot(image);
  machine.run(WARM_UP);
  machine.setBreakpoints([machine.current.pc]);
  const pass = (): void => {
    for (let count = 0; count < PASSES; count++) {
      machine.run(Number.MAX_SAFE_INTEGER, { passBreakpoint: true });
    }
  };
  pass();
  return cpu(pass) / PASSES;
}

/** CPU microseconds per trap taken and returned from, in a run that does little else. */
function trapCost(image: string): { plain: number; reported: number } {
  const STEPS_OF_A_TRAP = 9;
  const TRAPS = 200_000;
  const measure = (reported: boolean): number => {
    const machine = boot(image);
    machine.run(1_000_000);
    if (reported) {
      machine.onTrap = () => false;
      machine.onReturn = () => false;
    }
    return cpu(() => void machine.run(machine.instant + STEPS_OF_A_TRAP * TRAPS)) / TRAPS;
  };
  measure(false);
  const best = (reported: boolean): number =>
    Math.min(...Array.from({ length: ROUNDS }, () => measure(reported)));
  return { plain: best(false), reported: best(true) };
}

/** What a machine costs before it does anything. */
interface StartUp {
  /** Milliseconds of CPU until the first machine of a process stands at its reset, the engine's code included. */
  readonly first: number;
  /** The same for a further one. */
  readonly further: number;
  /** Bytes of memory that the process has more for each further one (resident set): of its RAM, the pages touched. */
  readonly bytes: number;
}

/** To be called before any other machine is made. */
function startUp(image: string): StartUp {
  const COUNT = 16;
  const first = cpu(() => void boot(image).run(1)) / 1000;
  const machines: Machine[] = [boot(image)];
  const before = process.memoryUsage().rss;
  const all = cpu(() => {
    while (machines.length <= COUNT) {
      const machine = boot(image);
      machine.run(1);
      machines.push(machine);
    }
  });
  const bytes = Math.max(0, process.memoryUsage().rss - before) / COUNT;
  return { first, further: all / 1000 / COUNT, bytes };
}

/** What the machine's services cost; `bundled.ts` has it measured as it ships. */
export const machineCosts = {
  armedFilters,
  watchedElsewhere,
  watchedStack,
  checkpointCost,
  trapCost,
  passCost,
  startUp,
};
