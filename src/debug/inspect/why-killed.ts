import { Privilege, type Hart, type Trap } from '../../machine/types';
import type { System } from '../system';
import { isSystemCall } from '../traps/words';
import { explainEvent } from './event-words';
import { ranBehind } from './ran-behind';
import type { UnknownCalls } from './unknown-calls';

/** Whether a program did it, and not the clock, or the call of somebody who kills. */
const isOwnFault = (trap: Trap): boolean =>
  !trap.interrupt && trap.from === Privilege.user && !isSystemCall(trap);

/** What led to the kill that a CPU is about to do, at the entry of the kernel's function for it, and what comes next; a line each. */
export function explainKill(system: System, unknown: UnknownCalls, hart: Hart): string {
  const { process } = system.kernel!.eventOn('killed', hart);
  const image = process && system.programOf(process);
  const trap = system.traps.of(hart);
  const behind = image && trap && isOwnFault(trap) ? ranBehind(image, trap.epc) : undefined;
  const call = process && unknown.wordsOf(process.pid);
  return [
    ...(behind === undefined ? [] : [`The program ${behind}.`]),
    ...(call === undefined ? [] : [`${call}.`]),
    explainEvent('killed'),
  ].join('\n');
}
