import { hex } from '../../base/integers';
import type { Trap, TrapReturn } from '../../machine/types';
import { filterOf } from '../traps/filters';
import { headline } from '../traps/words';
import type { EventKind } from './event';

/** A trap as people tell them apart: asked for, failed, or from outside. */
export function trapKind(trap: Trap): Extract<EventKind, 'trap' | 'exception' | 'interrupt'> {
  if (trap.interrupt) return 'interrupt';
  return filterOf(trap) === 'syscall' ? 'trap' : 'exception';
}

/** What a trap was, in words; `call` is the system call asked for, decoded. */
export const trapInWords = (trap: Trap, call: string | undefined): string =>
  `${headline(trap, call)}, pc ${hex(trap.epc)}`;

/** A return from a trap, in words. `result`: of the system call that it ends. */
export const returnInWords = ({ pc }: TrapReturn, result: string | undefined): string =>
  `to ${hex(pc)}${result === undefined ? '' : `, a0 = ${result}`}`;
