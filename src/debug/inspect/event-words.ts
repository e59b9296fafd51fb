import { Register } from '../../isa/registers';
import { toSigned64 } from '../../base/integers';
import type { Hart } from '../../machine/types';
import type { Process } from '../kernels/process-entries';
import type { System } from '../system';
import type { EventFilterId } from '../traps/filters';
import { headline } from '../traps/words';

/** What an event of the kernel is, at the entry of the function that stands for it: its arguments say who is meant. */
export function eventInWords(system: System, event: EventFilterId, hart: Hart): string {
  const kernel = system.kernel!;
  const [first, second] = [hart.readRegister(Register.a0), hart.readRegister(Register.a1)];
  const owner = (context: bigint): string => {
    const process = kernel.withContext(context);
    return process ? `${process.name} (pid ${process.pid})` : 'the scheduler';
  };
  const { process, status } = kernel.eventOn(event === 'killed' ? event : 'processExit', hart);
  const name = process ? `${process.name} (pid ${process.pid})` : 'a process';
  switch (event) {
    case 'contextSwitch':
      return `Context switch: from ${owner(first)} to ${owner(second)}`;
    case 'processExit':
      return `Process exit: ${name} with status ${toSigned64(status)}`;
    case 'killed': {
      const trap = system.traps.of(hart);
      return `Killed: ${name}${trap ? `: ${headline(trap, undefined)}` : ''}`;
    }
    case 'panic':
      return `Kernel panic: ${kernel.memory.readText(first) ?? 'no message'}`;
  }
}

/** The process that gets the CPU, at the entry of the function that switches; undefined: the scheduler does. */
export const scheduledBy = (system: System, hart: Hart): Process | undefined =>
  system.kernel?.withContext(hart.readRegister(Register.a1));

/** What it means, and what comes next. */
export function explainEvent(event: EventFilterId, system?: System): string {
  const isForeign = event === 'panic' && system?.kernel?.isOfOurs === false;
  return isForeign ? PANIC_ELSEWHERE : EXPLANATIONS[event];
}

/** Whether the machine is switched off, nobody but that kernel knows. */
const PANIC_ELSEWHERE =
  'The kernel has found itself in a state that it cannot go on from. Next it prints why and gives up: most kernels then stay in a loop that has no end, with nothing to wait for.';

const EXPLANATIONS: Readonly<Record<EventFilterId, string>> = {
  contextSwitch:
    'The kernel is about to hand the CPU over. Next it saves the registers that a function must keep in the context of the one that leaves, and loads those of the one that comes: the return at the end is the other one’s.',
  processExit:
    'The process has asked the kernel to end it. Next the kernel gives back what it used, keeps its exit status for its parent’s wait, and runs somebody else. It never returns to its program.',
  killed:
    'The program did something that it may not do, and the kernel ends it. Its frames below show where. Next the kernel gives back what it used and runs somebody else; the parent’s wait hears of it.',
  panic:
    'The kernel has found itself in a state that it cannot go on from. Next it prints why and switches the machine off.',
};
