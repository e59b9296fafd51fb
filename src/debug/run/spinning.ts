import { TIMEBASE_FREQUENCY } from '../../devices/timebase';
import { Privilege, type Hart, type Machine } from '../../machine/types';

/** Steps of each CPU without a sign of life after which it is looked closer: half a second of the machine's time. */
const QUIET = TIMEBASE_FREQUENCY / 2;
/** How often each CPU must have been seen where it was before. */
const RETURNS = 3;
/** Who comes to so many different states is computing something. */
const MOST_STATES = 4000;

/**
 * A kernel without work may look for some again and again instead of waiting for an interrupt, as xv6 did until 2023. Seen from
 * outside: somebody may type, nothing was printed and no program went on for a while, and each CPU comes back to
 * where it was with all its registers. This only watches: time passes for such a machine as for any other.
 */
export class Spinning {
  private alive = 0;
  private states: Set<string>[] = [];
  private returns: number[] = [];

  constructor(private readonly machine: Machine) {
    this.sign();
  }

  /** It does something: it prints, or goes on with a program. */
  sign(): void {
    this.alive = this.machine.instant;
    if (this.states.length > 0) [this.states, this.returns] = [[], []];
  }

  /** Looks, between two slices, at where the CPUs are. @returns whether the machine spins */
  look(): boolean {
    const { harts, instant, input } = this.machine;
    const isBusy = !input.open || input.pending > 0 || harts.some(inProgram);
    if (isBusy || instant < this.alive) {
      this.sign();
      return false;
    }
    if (instant - this.alive < QUIET * harts.length) return false;
    if (this.returns.length === harts.length && this.returns.every((count) => count >= RETURNS)) return true;
    return this.compare(harts);
  }

  private compare(harts: readonly Hart[]): boolean {
    harts.forEach((hart, index) => {
      const known = (this.states[index] ??= new Set());
      const state = stateOf(hart);
      this.returns[index] = (this.returns[index] ?? 0) + (known.has(state) ? 1 : 0);
      if (known.size >= MOST_STATES) known.clear();
      known.add(state);
    });
    return false;
  }
}

const inProgram = ({ privilege }: Hart): boolean => privilege === Privilege.user;

const stateOf = (hart: Hart): string =>
  `${hart.pc} ${Array.from({ length: 31 }, (_, number) => hart.readRegister(number + 1).toString(36)).join()}`;
