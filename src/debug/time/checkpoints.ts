import { PAGE_SIZE } from '../../isa/page';
import type { PageContents } from '../../machine/checkpoint';
import type { Saved } from '../run/saved';

/** A checkpoint that is kept, and what it takes besides the one before it. */
interface Kept {
  readonly at: number;
  readonly saved: Saved;
  /** The machine was changed from outside: no run leads from before to this. */
  readonly isPinned: boolean;
  bytes: number;
}

/** What an entry of a map of pages takes, in bytes. */
const ENTRY = 48;
/** Checkpoints are this many times as close to each other as they are to where somebody may go back from. */
const DENSITY = 24;

/**
 * Checkpoints of one run by their instants. They are close to each other near the places that one may go back from, and grow
 * sparser exponentially with the distance from there; pages that two neighbours have in common are there once.
 */
export class Checkpoints {
  private kept: Kept[] = [];
  private total = 0;

  /** @param budget bytes that they may take together */
  constructor(public budget: number) {}

  get bytes(): number {
    return this.total;
  }
  get count(): number {
    return this.kept.length;
  }
  /** The instants of all, ascending. */
  get instants(): readonly number[] {
    return this.kept.map(({ at }) => at);
  }

  /** Another one, unless there is one at its instant. @param isPinned it takes the place of that, and stays */
  add(saved: Saved, isPinned = false): void {
    const { instant: at } = saved.machine;
    if (isPinned) this.removeAt(at);
    const index = this.indexBehind(at);
    if (this.kept[index - 1]?.at === at) return;
    const next = this.kept.at(index);
    const one = { at, saved, isPinned, bytes: this.cost(saved, this.kept[index - 1]?.saved) };
    this.kept.splice(index, 0, one);
    this.total += one.bytes;
    if (next) this.recount(next, saved);
  }

  /** The latest at or before an instant of which `isUsable` holds; the first of all always is. */
  before(instant: number, isUsable: (saved: Saved) => boolean = () => true): Saved | undefined {
    for (let index = this.indexBehind(instant) - 1; index >= 0; index--) {
      const { saved } = this.kept[index];
      if (index === 0 || isUsable(saved)) return saved;
    }
    return undefined;
  }

  /** The state that somebody made at an instant. */
  pinnedAt(instant: number): Saved | undefined {
    const one = this.kept[this.indexBehind(instant) - 1];
    return one?.isPinned && one.at === instant ? one.saved : undefined;
  }

  /** The instants at which somebody changed the machine, ascending. */
  get pinned(): readonly number[] {
    return this.kept.filter(({ isPinned }) => isPinned).map(({ at }) => at);
  }

  /** The earliest instant behind another one at which somebody changed the machine; Infinity for none. */
  pinnedAfter(instant: number): number {
    return this.kept.find((one) => one.isPinned && one.at > instant)?.at ?? Infinity;
  }

  /** Those of the same history up to an instant. */
  upTo(instant: number): Checkpoints {
    const copy = new Checkpoints(this.budget);
    for (const { at, saved, isPinned } of this.kept) if (at <= instant) copy.add(saved, isPinned);
    return copy;
  }

  /** The instant of the earliest behind another instant; Infinity for none. */
  after(instant: number): number {
    return this.kept.at(this.indexBehind(instant))?.at ?? Infinity;
  }

  /** All behind an instant go: they are of another history. */
  dropAfter(instant: number): void {
    for (const { bytes } of this.kept.splice(this.indexBehind(instant))) this.total -= bytes;
  }

  /** Some go, as long as they are closer to each other than is of use, or take more than the budget. @param places see above */
  thin(places: readonly number[]): void {
    const age = (at: number): number => Math.max(1, Math.min(...places.map((place) => Math.abs(place - at))));
    const isFree = (index: number): boolean => index > 0 && !this.kept[index].isPinned;
    // How far a gap would be from what is wanted there: below 1 nobody misses it.
    const worth = (index: number): number => {
      const gap = this.kept[index + 1].at - this.kept[index - 1].at;
      return (gap * DENSITY) / age(this.kept[index].at);
    };
    for (let index = this.kept.length - 2; index > 0; index--) {
      if (isFree(index) && worth(index) < 1) this.remove(index);
    }
    while (this.total > this.budget && this.kept.length > 2) {
      let least = 1;
      for (let index = 2; index < this.kept.length - 1; index++)
        if (worth(index) < worth(least)) least = index;
      this.remove(least);
    }
  }

  private removeAt(instant: number): void {
    const index = this.indexBehind(instant) - 1;
    if (this.kept[index]?.at !== instant) return;
    const [gone] = this.kept.splice(index, 1);
    this.total -= gone.bytes;
    const next = this.kept.at(index);
    if (next) this.recount(next, this.kept[index - 1]?.saved);
  }

  private remove(index: number): void {
    const [gone] = this.kept.splice(index, 1);
    this.total -= gone.bytes;
    this.recount(this.kept[index], this.kept[index - 1].saved);
  }

  private recount(one: Kept, before: Saved | undefined): void {
    const bytes = this.cost(one.saved, before);
    this.total += bytes - one.bytes;
    one.bytes = bytes;
  }

  private cost(saved: Saved, before: Saved | undefined): number {
    const { pages } = saved.machine;
    const known: ReadonlyMap<number, PageContents> = before?.machine.pages ?? new Map<number, PageContents>();
    let own = 0;
    for (const [page, contents] of pages) {
      if (typeof contents !== 'number' && known.get(page) !== contents) own++;
    }
    return own * PAGE_SIZE + pages.size * ENTRY + 2048;
  }

  /** Index of the first behind an instant. */
  private indexBehind(instant: number): number {
    let [low, high] = [0, this.kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.kept[middle].at <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
