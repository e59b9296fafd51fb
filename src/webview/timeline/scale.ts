import type { Window } from './window';

/** Pixels left of the lanes, for their names. */
export const GUTTER = 118;

/** Between two instants the scale is even; `place` is in shares of the room. */
interface Fixed {
  readonly at: number;
  readonly place: number;
}

/**
 * Where an instant is drawn, and which instant is at a place. True to scale a program that makes system calls is a hair between
 * two long stays in the kernel; as in a drawing on a blackboard, short stretches can be given room instead.
 */
export class Scale {
  private readonly fixed: readonly Fixed[];

  /**
   * @param width of the whole drawing, in pixels
   * @param stretched instants, ascending: between any two of them there is room to see something. None: true to scale.
   */
  constructor(
    readonly window: Window,
    readonly width: number,
    readonly stretched: readonly number[] = [],
  ) {
    const { from, to } = window;
    const inside = stretched.filter((at) => at > from && at < to);
    const edges = [from, ...inside, to];
    const weights = edges.slice(1).map((at, i) => (inside.length === 0 ? 1 : weightOf(at - edges[i])));
    const sum = weights.reduce((a, b) => a + b, 0);
    let place = 0;
    this.fixed = edges.map((at, i) => ({ at, place: i === 0 ? 0 : (place += weights[i - 1] / sum) }));
  }

  get isTrue(): boolean {
    return this.fixed.length === 2;
  }

  /** Pixels that instants are drawn on. */
  get room(): number {
    return Math.max(1, this.width - GUTTER);
  }

  x(at: number): number {
    const [low, high] = this.between(({ at: end }) => end >= at);
    const share = low.place + ((at - low.at) / (high.at - low.at)) * (high.place - low.place);
    return GUTTER + share * this.room;
  }

  at(x: number): number {
    const share = (x - GUTTER) / this.room;
    const [low, high] = this.between(({ place }) => place >= share);
    return low.at + ((share - low.place) / (high.place - low.place)) * (high.at - low.at);
  }

  /** The part of a stretch that is in the window, in pixels; undefined: nothing of it is. */
  cut(from: number, to: number): { readonly x: number; readonly width: number } | undefined {
    if (to < this.window.from || from > this.window.to) return undefined;
    const x = Math.max(GUTTER, this.x(from));
    return { x, width: Math.max(1, Math.min(this.width, this.x(to)) - x) };
  }

  has(at: number): boolean {
    return at >= this.window.from && at <= this.window.to;
  }

  private between(isBehind: (one: Fixed) => boolean): readonly [Fixed, Fixed] {
    const found = this.fixed.findIndex(isBehind);
    const high = Math.max(1, found < 0 ? this.fixed.length - 1 : found);
    return [this.fixed[high - 1], this.fixed[high]];
  }
}

/** Room for a stretch of so many steps: longer ones get more, and none gets too little. */
const weightOf = (steps: number): number => 2 + Math.log2(1 + steps);
