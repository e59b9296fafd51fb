import type { Clock } from './clock';
import { SLOTS_SIZE, Slot, parkedHart } from './layout';
import type { State } from './state';

/** Steps of one hart's turn when there are several. */
const TURN = 1000;

/** How many of the instants from one to another (without it) are a hart's turn. */
export function stepsOf(hart: number, from: number, to: number, cpus: number): number {
  const before = (instant: number): number => {
    const round = Math.floor(instant / (TURN * cpus));
    return round * TURN + Math.min(Math.max(instant - (round * cpus + hart) * TURN, 0), TURN);
  };
  return cpus === 1 ? to - from : before(to) - before(from);
}

/**
 * Harts take turns on one host thread. The state of the hart whose turn it is lies in place, where the engine works on it; the others
 * are parked.
 */
export class Turns {
  /** The hart whose state is in place. */
  active = 0;

  constructor(
    private readonly state: State,
    private readonly clock: Clock,
    /** Called when another hart has come into place. */
    private readonly changed: () => void,
  ) {}

  /** Whose turn it is follows from the instant alone, so that it needs no state. */
  at(instant: number): number {
    return this.state.cpus === 1 ? 0 : Math.floor(instant / TURN) % this.state.cpus;
  }

  endOf(instant: number): number {
    return this.state.cpus === 1 ? Infinity : (Math.floor(instant / TURN) + 1) * TURN;
  }

  /** Steps outside the engine. */
  pass(steps: number): void {
    const before = this.clock.instant;
    this.clock.advance(steps);
    this.passed(before);
  }

  /** A reservation does not outlive the turn: the harts that are next may store there, and nobody would see it. */
  passed(before: number): void {
    if (this.endOf(before) <= this.clock.instant) this.state.setLow(Slot.reservation, -1);
  }

  activate(hart: number): void {
    if (hart === this.active) return;
    const { u8 } = this.state;
    u8.copyWithin(parkedHart(this.active), 0, SLOTS_SIZE);
    u8.copyWithin(0, parkedHart(hart), parkedHart(hart) + SLOTS_SIZE);
    this.active = hart;
    this.changed();
  }

  /** Runs something while that hart's state is the one in place. */
  within<T>(hart: number, action: () => T): T {
    const before = this.active;
    if (hart === before) return action();
    this.activate(hart);
    try {
      return action();
    } finally {
      this.activate(before);
    }
  }
}
