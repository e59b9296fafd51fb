import { csrNumber } from '../isa/csrs';
import { Interrupt } from '../isa/causes';
import type { Runner } from '../debug/run/runner';
import type { Outcome } from '../debug/run/outcome';
import type { Witness } from '../debug/witness';
import { Privilege, type Machine } from '../machine/types';

/** Instants at which it is asked whether the input is over: fixed ones, so that a run is the same however its input comes. */
const ASK_EVERY = 10_000_000;
/** Of the steps of a kernel that merely polls a timer, those in which something is done: one in so many at most. */
const LEAST_IDLE = 10;
const SATP = csrNumber('satp')!;
const MIE = csrNumber('mie')!;
const EXTERNAL = (1n << BigInt(Interrupt.supervisorExternal)) | (1n << BigInt(Interrupt.machineExternal));

/** When there last was a sign of life: something was printed, or a program went on in user mode. */
class Signs {
  at = 0;
  /** Instructions by then. */
  retired = 0;
  /** Bytes of the input that nobody had taken by then. */
  pending = 0;

  constructor(private readonly machine: Machine) {}

  readonly printed: Witness = this.looking({ consoleByte: () => this.note() });
  readonly returned: Witness = this.looking({ returnToUser: () => this.note() });

  note(): void {
    this.at = this.machine.instant;
    this.retired = retiredBy(this.machine);
    this.pending = this.machine.input.pending;
  }

  /** Nobody goes back in time here. */
  private looking(how: Partial<Witness>): Witness {
    return { ...how, save: () => undefined, restore: () => undefined };
  }
}

/**
 * Runs a machine whose kernel does not say when it has nothing to do any more: after the end of its input, when for `bound` steps of
 * each CPU nothing happens but timer interrupts, nobody is there to wake.
 */
export class QuietEnd {
  private readonly signs: Signs;

  constructor(
    private readonly machine: Machine,
    private readonly bound: number,
  ) {
    this.signs = new Signs(machine);
  }

  /** Has to look on. */
  get witness(): Witness {
    return this.signs.printed;
  }

  async run(runner: Runner, limit: number): Promise<Outcome> {
    const { machine, signs } = this;
    const steps = this.bound * machine.harts.length;
    let isOver = false;
    for (;;) {
      const { instant, input } = machine;
      if (!isOver && !input.open && instant % ASK_EVERY === 0) {
        isOver = true;
        signs.note();
      }
      const next = isOver ? signs.at + steps : (Math.floor(instant / ASK_EVERY) + 1) * ASK_EVERY;
      const until = Math.min(limit, next);
      const came = await runner.run(isOver ? { until, guest: signs.returned } : { until });
      if (came.kind !== 'reached' || machine.instant >= limit) return came;
      if (!isOver || machine.instant < signs.at + steps) continue;
      if (isQuiet(machine, signs)) return { kind: 'ended', end: { kind: 'stuck', reason: inWords(steps) } };
      signs.note();
    }
  }
}

const inWords = (steps: number): string =>
  `its input has ended, and in ${steps} instructions nothing has happened but timer interrupts`;

/** Not one that computes: all CPUs wait nearly always, or are in a kernel with page tables that looks out for devices. */
function isQuiet(machine: Machine, signs: Signs): boolean {
  const { harts, input } = machine;
  if (input.pending !== signs.pending) return false;
  if (harts.some(({ privilege }) => privilege === Privilege.user)) return false;
  const [passed, made] = [machine.instant - signs.at, retiredBy(machine) - signs.retired];
  if (made * LEAST_IDLE <= passed) return true;
  return harts.some(
    (hart) => (hart.readCsr(SATP) ?? 0n) !== 0n && ((hart.readCsr(MIE) ?? 0n) & EXTERNAL) !== 0n,
  );
}

const retiredBy = ({ harts }: Machine): number => harts.reduce((sum, { retired }) => sum + retired, 0);
