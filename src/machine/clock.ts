import { Slot } from './layout';
import type { State } from './state';

/**
 * Counts steps (INTERFACES "Time": the instant). While the engine runs, what is left of its budget is in the machine's memory, so
 * the instant is exact whenever TypeScript is asked.
 */
export class Clock {
  /** Steps of all harts before this call of the engine. */
  private base = 0;
  /** The budget of this call, less what was cut. */
  private granted = 0;

  constructor(private readonly state: State) {}

  /** Steps of this call of the engine that are left, the one under way included. */
  private get left(): number {
    return this.state.low(Slot.budget) + this.state.low(Slot.held);
  }

  /** Steps completed since reset, by all harts. */
  get instant(): number {
    return this.base + this.granted - this.left;
  }

  /** The `time` CSR and `mtime`. */
  get time(): number {
    return Math.floor(this.instant / this.state.cpus);
  }

  /** Instructions retired by the hart whose turn it is. */
  get retired(): number {
    return this.state.getNumber(Slot.retired) + this.granted - this.left;
  }

  /** The first instant at which `time` is `ticks`. */
  instantOf(ticks: number): number {
    return ticks * this.state.cpus;
  }

  /** Before the engine runs `budget` steps at most. */
  begin(budget: number): void {
    this.granted = budget;
    this.state.setLow(Slot.budget, budget);
  }

  /** After the engine came back. */
  end(): void {
    const steps = this.granted - this.left;
    this.base += steps;
    this.state.setNumber(Slot.retired, this.state.getNumber(Slot.retired) + steps);
    this.granted = 0;
    this.state.setLow(Slot.budget, 0);
  }

  /** The step under way is done, without the engine. */
  spend(): void {
    this.state.setLow(Slot.budget, this.state.low(Slot.budget) - 1);
  }

  /** While the engine calls: it comes back after the step under way. */
  cut(): void {
    const { left } = this;
    if (left <= 1) return;
    this.granted -= left - 1;
    this.state.setLow(Slot.budget, 1);
    this.state.setLow(Slot.held, 0);
  }

  /** While the engine calls: the step under way takes a trap and retires nothing. */
  retireNothing(): void {
    this.state.setNumber(Slot.retired, this.state.getNumber(Slot.retired) - 1);
  }

  /** Goes to another instant, with a checkpoint; outside the engine. */
  set(instant: number): void {
    this.base = instant;
  }

  /** Steps outside the engine: an interrupt taken, or waiting in wfi. */
  advance(steps: number): void {
    this.base += steps;
  }
}
