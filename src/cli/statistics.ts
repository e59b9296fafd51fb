import type { Accounting } from '../debug/events/accounting';
import { addCost, nothing, type Costs } from '../debug/events/costs';
import type { Machine } from '../machine/types';

/**
 * What `--stats` writes: `instructions` retired and `steps` made by all CPUs, `seconds` of this computer,
 * and the steps of each mode, in all and for each process. `pid` null stands for the kernel's work for no process.
 */
export function statistics(
  machine: Machine,
  seconds: number,
  accounting: Accounting,
  names: Pick<ReadonlyMap<number, string>, 'get'>,
  costs?: Costs,
): string {
  const processes = [...accounting.processes]
    .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([pid, { user, kernel, machine, switches, arrival, firstRun, end, waiting }]) => ({
      pid,
      name: pid === null ? 'kernel' : (names.get(pid) ?? ''),
      user,
      kernel,
      machine,
      switches,
      ...(pid !== null && { arrival, firstRun, end, waiting }),
      ...(costs && { costs: costs.processes.get(pid) }),
    }));
  const numbers = {
    instructions: machine.harts.reduce((sum, hart) => sum + hart.retired, 0),
    steps: machine.instant,
    seconds,
    ...(costs && whole(costs)),
    modes: accounting.total,
    processes,
    ...(accounting.merged.processes > 0 && { merged: accounting.merged }),
  };
  return JSON.stringify(numbers, null, 2) + '\n';
}

/** What was paid in all, in each mode, and on occasions of a kind. */
function whole({ total, traps, switches, warm, cold }: Costs): object {
  const all = nothing();
  for (const cost of Object.values(total)) addCost(all, cost);
  return { cycles: all.cycles, costs: { all, ...total }, occasions: { traps, switches, warm, cold } };
}
