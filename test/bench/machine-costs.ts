import { readFileSync } from 'node:fs';
import { bootImage } from '../../src/debug/launch/images';
import { createBoard } from '../../src/devices/virt';
import type { Machine } from '../../src/machine/types';
import { readElf } from '../../src/toolchain/elf/read';
import { median } from './measure';

const MEMORY = 128 * 2 ** 20;
const WARM_UP = 20_000_000;
const ROUNDS = 5;
const STEPS = 40_000_000;

function boot(path: string): Machine {
  const elf = readElf(readFileSync(path), path);
  return createBoard(bootImage(elf, path, MEMORY), { memory: MEMORY, cpus: 1 });
}

/** CPU microseconds of an action in this process. */
function cpu(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** How much slower a run is with every trap reported to somebody who never stops there. */
export function armedFilters(image: string): number {
  const machine = boot(image);
  machine.run(WARM_UP);
  const start = machine.saveCheckpoint();
  const measure = (armed: boolean): number => {
    machine.restoreCheckpoint(start);
    machine.onTrap = armed ? () => false : undefined;
    machine.onReturn = armed ? () => false : undefined;
    return cpu(() => void machine.run(start.instant + STEPS));
  };
  const ratios = Array.from({ length: ROUNDS }, () => measure(true) / measure(false));
  return median(ratios);
}

/** CPU microseconds for a checkpoint, taken every million steps. */
export function checkpointCost(image: string): number {
  const machine = boot(image);
  machine.run(WARM_UP);
  machine.saveCheckpoint();
  const costs = Array.from({ length: 20 }, () => {
    machine.run(machine.instant + 1_000_000);
    return cpu(() => void machine.saveCheckpoint());
  });
  return median(costs);
}

/** CPU microseconds per trap taken and returned from, in a run that does little else. */
export function trapCost(image: string): { plain: number; reported: number } {
  const TRAPS = 200_000;
  const measure = (reported: boolean): number => {
    const machine = boot(image);
    let traps = 0;
    machine.run(1_000_000);
    machine.onTrap = () => ++traps === TRAPS;
    if (reported) machine.onReturn = () => false;
    return cpu(() => void machine.run(machine.instant + 8 * TRAPS)) / TRAPS;
  };
  return { plain: measure(false), reported: measure(true) };
}

/** Milliseconds of CPU until a machine stands at its reset, and bytes of memory that the process then has more. */
export function startUp(image: string): { milliseconds: number; bytes: number } {
  boot(image);
  const before = process.memoryUsage().rss;
  let machine: Machine | undefined;
  const milliseconds = cpu(() => (machine = boot(image))) / 1000;
  machine?.run(1);
  return { milliseconds, bytes: Math.max(0, process.memoryUsage().rss - before) };
}
