import type { Accounting } from '../debug/events/accounting';
import type { Booted } from '../debug/launch/boot';

/**
 * What `--stats` writes: `instructions` retired and `steps` made by all CPUs, `seconds` of this computer,
 * and the steps of each mode, in all and for each process. `pid` null stands for the kernel's work for no process.
 */
export function statistics({ machine, programs }: Booted, seconds: number, accounting: Accounting): string {
  const processes = [...accounting.processes]
    .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([pid, { switches, ...steps }]) => ({
      pid,
      name: pid === null ? 'kernel' : (programs[pid - 1]?.name ?? ''),
      ...steps,
      switches,
    }));
  const numbers = {
    instructions: machine.harts.reduce((sum, hart) => sum + hart.retired, 0),
    steps: machine.instant,
    seconds,
    modes: accounting.total,
    processes,
  };
  return JSON.stringify(numbers, null, 2) + '\n';
}
