import type { Speed } from '../debug/launch/speed';
import type { Pace } from '../debug/run/pace';
import { hostClock, type Clock } from '../host/clock';

/** Milliseconds that the machine has the thread for before it lets requests in. */
const SLICE_TIME = 5;
const SHORTEST = 1_000;
const LONGEST = 50_000_000;
/** Slices a second of a run at a chosen speed, where one has more than one instruction. */
const SLICES_A_SECOND = 50;
/** Milliseconds between two looks at a run at a chosen speed. */
const LOOK_EVERY = 100;
/** Milliseconds of the machine's time that pass at once, at most, while somebody may type: what is typed comes at an instant so exact. */
const IDLE_PIECE = 20;
/** Milliseconds that a run may catch up with after a delay; what is older is lost. */
const MOST_BEHIND = 100;

/** Slices of a few milliseconds, however fast the machine is; or as many instructions a second as the user wants to see. */
export class HostPace implements Pace {
  /**
   * Called when the machine waits for input: whether there is somebody who types, for whom its time passes as the host's.
   * Its argument: nothing else will ever happen.
   */
  isTypedAt: (isLast: boolean) => boolean = () => true;
  private chosen: Speed = 'full';
  private isWatched = false;
  private fitting = 100_000;
  private began: number;
  /** When the next slice may begin, while the speed is chosen. */
  private due = 0;
  private lastLook = -Infinity;
  private end: (() => void) | undefined;

  /**
   * @param letIn called between two slices; what it waits for beside requests must not outlast `woken`: somebody waits for the run
   * @param look called now and then while a run goes on at a chosen speed: there is something new to be seen
   */
  constructor(
    private readonly letIn: (woken: Promise<void>) => Promise<void>,
    private readonly look: () => void,
    private readonly clock: Clock = hostClock,
  ) {
    this.began = clock.now();
  }

  get speed(): Speed {
    return this.chosen;
  }
  /** Counts from now on, in the middle of a run, too. */
  set speed(next: Speed) {
    this.chosen = next;
    this.due = this.clock.now();
    this.wake();
  }

  get slice(): number {
    const { limit } = this;
    return limit === undefined
      ? this.fitting
      : Math.min(this.fitting, Math.max(1, Math.round(limit / SLICES_A_SECOND)));
  }

  begin(isWatched: boolean): void {
    this.isWatched = isWatched;
    this.due = this.clock.now();
  }

  async rest(steps: number, worked: number): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.end = resolve));
    if (this.limit === undefined) this.fit(steps);
    else await this.keep(this.limit, worked, woken);
    await this.letIn(woken);
    this.end = undefined;
    this.began = this.clock.now();
  }

  async idle(most: number, woken: Promise<void>): Promise<number> {
    const start = this.clock.now();
    if (!this.isTypedAt(most === Infinity) && most !== Infinity) return most;
    if (most === Infinity) await woken;
    else {
      let cancel = (): void => undefined;
      const piece = Math.min(most, IDLE_PIECE);
      const over = new Promise<void>((resolve) => (cancel = this.clock.later(resolve, piece)));
      await Promise.race([woken, over]);
      cancel();
    }
    this.began = this.clock.now();
    return Math.max(0, this.began - start);
  }

  wake(): void {
    this.end?.();
  }

  /** Instructions a second; undefined: as fast as it goes. */
  private get limit(): number | undefined {
    return this.isWatched && this.chosen !== 'full' ? this.chosen : undefined;
  }

  private fit(steps: number): void {
    const took = Math.max(0.01, this.clock.now() - this.began);
    // At most double: one short slice says little about the next.
    const fitting = Math.min(2 * this.fitting, Math.round((steps / took) * SLICE_TIME));
    this.fitting = Math.min(LONGEST, Math.max(SHORTEST, fitting));
  }

  /** Waits until the work done so far is due. Time in which no CPU has anything to do passes at once. */
  private async keep(limit: number, worked: number, woken: Promise<void>): Promise<void> {
    const now = this.clock.now();
    this.due = Math.max(this.due, now - MOST_BEHIND) + (worked * 1000) / limit;
    const wait = this.due - now;
    if (worked > 0 && (wait >= LOOK_EVERY || now - this.lastLook >= LOOK_EVERY)) {
      this.lastLook = now;
      this.look();
    }
    if (wait <= 0) return;
    let cancel = (): void => undefined;
    const due = new Promise<void>((resolve) => (cancel = this.clock.later(resolve, wait)));
    await Promise.race([due, woken]);
    cancel();
  }
}
