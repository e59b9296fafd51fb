import type { Followed } from '../run/follower';
import type { Library } from '../run/library';
import type { Runner } from '../run/runner';
import type { Granularity } from '../run/stepping';
import type { LogLine } from '../run/verdict';
import type { System } from '../system';
import type { Thread } from '../threads';
import type { CodeFrame } from '../unwind/frames';
import type { Branches } from './branches';
import { GivenUp } from './cursor';
import { Landmarks, type Landmark } from './landmarks';
import { reverseRun } from './reverse-run';
import { ReverseSteps } from './reverse-steps';
import { givenUp } from './time-stop';
import type { Travel } from './travel';

/** What a move in time comes to; `cancelled`: the user has had enough. */
export type Moved = Followed | 'cancelled';

/** The moves of the user in time, each of which leaves the machine where it was if it is given up. */
export class TimeMoves {
  readonly steps: ReverseSteps;
  readonly landmarks: Landmarks;

  constructor(
    system: System,
    private readonly runner: Runner,
    readonly travel: Travel,
    library: Library,
    private readonly log: (line: LogLine, at: number) => void,
  ) {
    this.steps = new ReverseSteps(system, runner, travel, library);
    this.landmarks = new Landmarks(system, runner, travel);
  }

  /** To the latest instant at which something stops; see `reverseRun`. */
  reverseRun(): Promise<Followed> {
    return this.move(() => reverseRun(this.travel, this.runner, this.log));
  }

  /** To an instant; see `Travel.goTo`. */
  seek(instant: number, words = `Instant ${instant}`): Promise<Followed> {
    return this.move(async () => {
      const outcome = await this.travel.goTo(instant);
      // The very end of a machine is an instant like any other.
      const isThere =
        outcome.kind === 'reached' || (outcome.kind === 'ended' && this.travel.instant === instant);
      if (!isThere) return outcome;
      const hart = this.runner.machine.current;
      return {
        kind: 'stopped',
        hart,
        stop: { why: { kind: 'goto' }, cpu: hart.id, description: words },
      };
    });
  }

  back(thread: Thread, granularity: Granularity): Promise<Followed> {
    return this.move(() => this.steps.back(thread, granularity));
  }

  into(thread: Thread, granularity: Granularity): Promise<Followed> {
    return this.move(() => this.steps.into(thread, granularity));
  }

  out(thread: Thread): Promise<Followed> {
    return this.move(() => this.steps.out(thread));
  }

  restart(thread: Thread, frame: CodeFrame): Promise<Followed> {
    return this.move(() => this.steps.restart(thread, frame));
  }

  toLandmark(thread: Thread, landmark: Landmark): Promise<Followed> {
    return this.move(() => this.landmarks.to(thread, landmark));
  }

  /** To where another history was left. */
  async toBranch(branches: Branches, id: number): Promise<Followed> {
    const outcome = await branches.goTo(id);
    const hart = this.runner.machine.current;
    if (this.runner.isCancelled) return { kind: 'cancelled' };
    if (outcome.kind !== 'reached') return givenUp(hart);
    const description = `Branch ${id}`;
    return { kind: 'stopped', hart, stop: { why: { kind: 'goto' }, cpu: hart.id, description } };
  }

  private async move(action: () => Promise<Moved>): Promise<Followed> {
    const { runner } = this;
    const home = runner.save();
    const moved = await action().catch((error: unknown) => {
      if (error instanceof GivenUp) return 'cancelled' as const;
      throw error;
    });
    if (runner.isCancelled) return { kind: 'cancelled' };
    const isGivenUp = moved === 'cancelled' || isPause(moved);
    if (!isGivenUp) return moved;
    runner.restore(home);
    return givenUp(runner.machine.current);
  }
}

const isPause = (outcome: Followed): boolean =>
  outcome.kind === 'cancelled' || (outcome.kind === 'stopped' && outcome.stop.why.kind === 'pause');
