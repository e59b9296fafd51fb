import { Privilege, type Hart } from '../../machine/types';
import type { System } from '../system';
import type { Moment, Moments } from './moments';
import type { Travel } from './travel';
import type { Who } from './who';

/** Steps of the machine that are looked at at a time, to begin with and at most. */
const FIRST = 48;
const MOST = 1024;
/** Within so many steps behind an event a thread leaves its CPU. */
const LEAVING = 256;

/** The user has had enough, or the session was closed. */
export class GivenUp extends Error {}

/** Goes back through the steps of one thread, from the newest on. @throws GivenUp */
export class Cursor {
  private readonly buffer: Moment[] = [];
  /** Own steps at instants from here on are in the buffer, or have been taken from it. */
  private from: number;
  private window = FIRST;

  constructor(
    private readonly system: System,
    private readonly travel: Travel,
    private readonly moments: Moments,
    readonly who: Who,
    start: number,
  ) {
    this.from = start;
  }

  /** The step before; undefined: the thread has made none. */
  async previous(): Promise<Moment | undefined> {
    for (;;) {
      const next = this.buffer.pop();
      if (next) return next;
      if (this.from === 0) return undefined;
      if (this.window > MOST) {
        this.window = FIRST;
        if (!(await this.skip())) return undefined;
        continue;
      }
      await this.load(Math.max(0, this.from - this.window), this.from);
      this.window *= 2;
    }
  }

  /** Nothing at or behind this instant has still to be told. */
  get limit(): number {
    return this.buffer.length > 0 ? this.buffer.at(-1)!.at + 1 : this.from;
  }

  /** The step is to be had once more. */
  putBack(moment: Moment): void {
    this.buffer.push(moment);
  }

  /** Steps from an instant on are of no interest. */
  jump(before: number): void {
    while (this.buffer.length > 0 && this.buffer.at(-1)!.at >= before) this.buffer.pop();
    if (this.buffer.length === 0 && before < this.from) {
      this.from = before;
      this.window = FIRST;
    }
  }

  private async load(from: number, to: number): Promise<void> {
    const found = await this.moments.of(this.who, from, to);
    if (!found) throw new GivenUp();
    this.buffer.push(...found);
    if (found.length > 0) this.window = FIRST;
    this.from = from;
  }

  /** To where the thread was last seen on a CPU. @returns whether it ever was */
  private async skip(): Promise<boolean> {
    const { system, who } = this;
    const sees = (hart: Hart): true | undefined => (who.runs(hart) ? true : undefined);
    const switches = [...(system.kernel?.eventFunctions ?? [])].flatMap(([address, event]) =>
      event === 'contextSwitch' ? [address] : [],
    );
    const seen = await this.travel.latest(this.from, {
      addresses: switches,
      atAddress: sees,
      atTrap: ({ cpu }) => sees(system.hart(cpu)),
      atReturn: ({ cpu, to }) => (to === Privilege.user ? sees(system.hart(cpu)) : undefined),
    });
    if (seen.kind === 'cancelled') throw new GivenUp();
    if (seen.kind === 'none') return who.isCpu && (await this.toLastWork());
    // It is gone soon behind that, or it would have been seen again; unless it runs until here.
    const start = Math.max(0, seen.at - 1);
    const end = Math.min(this.from, start + LEAVING);
    const found = await this.moments.of(who, start, end);
    if (!found) throw new GivenUp();
    const isGone = found.length > 0 && found.at(-1)!.at < end - 1;
    if (!isGone && end < this.from) {
      const last = await this.lastRun(end, this.from);
      await this.load(Math.max(0, last - FIRST), last);
      return true;
    }
    this.buffer.push(...found);
    this.from = start;
    return found.length > 0;
  }

  /** Between two instants, where the thread runs at the first and nothing happens: the instant at which it runs no more. */
  private async lastRun(low: number, high: number): Promise<number> {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if ((await this.travel.goTo(middle)).kind !== 'reached') throw new GivenUp();
      if (this.system.machine.harts.some((hart) => this.who.runs(hart) && !hart.waiting)) low = middle;
      else high = middle;
    }
    return high;
  }

  /** For a CPU that takes no traps: to where it last did anything. */
  private async toLastWork(): Promise<boolean> {
    const work = async (at: number): Promise<number> => {
      if ((await this.travel.goTo(at)).kind !== 'reached') throw new GivenUp();
      return this.system.machine.harts.reduce((sum, one) => sum + (this.who.runs(one) ? one.retired : 0), 0);
    };
    const all = await work(this.from);
    let [low, high] = [0, this.from];
    if (all === 0) return false;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if ((await work(middle)) < all) low = middle;
      else high = middle;
    }
    this.from = high;
    return high > 0;
  }
}
