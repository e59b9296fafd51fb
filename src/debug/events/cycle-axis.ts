import type { Machine } from '../../machine/types';
import type { Witness } from '../witness';

/** Cycles of all CPUs together at an instant. */
export interface CyclesAt {
  readonly at: number;
  readonly cycles: number;
}

/** Beyond so many every second one is dropped, and from then on they are taken half as often. */
const MOST = 8192;

/** How the cycles of a run grow with its instants, told at traps: a second axis for drawings of it. Only where time is modelled. */
export class CycleAxis implements Witness {
  private samples: CyclesAt[] = [{ at: 0, cycles: 0 }];
  private spacing = 1;

  constructor(private readonly machine: Machine) {}

  trap(): void {
    this.sample();
  }
  trapReturn(): void {
    this.sample();
  }

  /** The cycles at instants from one to another, between samples in a straight line; `count` of them, evenly. */
  between(from: number, to: number, count: number): CyclesAt[] {
    this.sample();
    const end = this.samples[this.samples.length - 1].at;
    const last = Math.min(to, end);
    if (last <= from) return [];
    return Array.from({ length: count }, (_, i) => {
      const at = Math.round(from + ((last - from) * i) / Math.max(1, count - 1));
      return { at, cycles: this.cyclesAt(at) };
    });
  }

  private cyclesAt(at: number): number {
    const { samples } = this;
    let low = 0;
    let high = samples.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (samples[middle].at < at) low = middle + 1;
      else high = middle;
    }
    const next = samples[low];
    const before = samples[Math.max(0, low - 1)];
    if (next.at <= before.at) return next.cycles;
    return Math.round(
      before.cycles + ((next.cycles - before.cycles) * (at - before.at)) / (next.at - before.at),
    );
  }

  /** What was passed before is known. */
  private sample(): void {
    const { machine, samples } = this;
    const at = machine.instant;
    if (at < samples[samples.length - 1].at + this.spacing) return;
    const cycles = machine.harts.reduce(
      (sum, { id, retired }) => sum + retired + machine.timing!.countsOf(id).stalls,
      0,
    );
    samples.push({ at, cycles });
    if (samples.length <= MOST) return;
    this.samples = samples.filter((_, index) => index % 2 === 0);
    this.spacing *= 2;
  }

  save(): undefined {}
  restore(): void {}

  forgetAhead(): void {
    const { instant } = this.machine;
    this.samples = this.samples.filter(({ at }) => at <= instant);
  }
  saveHistory(): unknown {
    return { samples: [...this.samples], spacing: this.spacing };
  }
  restoreHistory({ samples, spacing }: { samples: readonly CyclesAt[]; spacing: number }): void {
    this.samples = [...samples];
    this.spacing = spacing;
  }
}
