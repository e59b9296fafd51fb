import { causeName } from '../../isa/causes';
import type { MachineStop } from '../../machine/types';
import type { Booted } from '../launch/boot';
import { whereKilled } from './where-killed';
import { whoWaits } from './who-waits';

/** How a run ended: the exit status that it has for a shell, and a line in words unless the status says it all. */
export interface Outcome {
  readonly status: number;
  readonly message?: string;
}

/** Exit statuses that are no program's own. */
export const Status = {
  badInput: 2,
  ownTooLarge: 123,
  outOfInstructions: 124,
  stuck: 125,
  panic: 126,
  /** Plus the cause of the fault that the first program was killed for. */
  killed: 128,
} as const;

/** How a run ended that came to this stop. undefined for stops in the middle of a run (breakpoint, trap, return). */
export function outcomeOf(stop: MachineStop, booted: Booted): Outcome | undefined {
  switch (stop.kind) {
    case 'limit':
      return {
        status: Status.outOfInstructions,
        message: `gave up after ${booted.machine.instant} instructions, the most that were allowed`,
      };
    case 'stuck': {
      const message = ['the machine is stuck', stop.reason, whoWaits(booted)].filter(Boolean).join(': ');
      return { status: Status.stuck, message };
    }
    case 'reset':
      return { status: 0, message: 'the machine was told to reset; the run ends here' };
    case 'finished':
      return kernelOutcome(booted) ?? ownStatus(stop.code, 'the machine');
    default:
      return undefined;
  }
}

/** What our kernel wrote down about its first program: `struct run_outcome { int kind; long value; }`. */
function kernelOutcome(booted: Booted): Outcome | undefined {
  const { kernel, machine, programs } = booted;
  const symbol = kernel?.elf.symbols.find(({ name, kind }) => name === 'run_outcome' && kind === 'object');
  const bytes = symbol && machine.readPhysical(Number(symbol.address), 16);
  if (!bytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const value = Number(view.getBigInt64(8, true));
  const first = programs[0].name;
  switch (view.getInt32(0, true)) {
    case 0:
      return ownStatus(value, first);
    case 1:
      return {
        status: Status.killed + value,
        message: `${first} was killed by the kernel: ${causeName(value, false)} (cause ${value})${whereKilled(booted)}`,
      };
    case 2:
      return { status: Status.panic, message: 'kernel panic' };
    default:
      return undefined;
  }
}

function ownStatus(status: number, who: string): Outcome {
  if (status >= 0 && status < Status.ownTooLarge + 1) return { status };
  return { status: Status.ownTooLarge, message: `${who} ended with status ${status}` };
}
