import { Recorder } from '../debug/time/recorder';
import { RECORDING_BUDGET } from '../debug/time/time-travel';
import { Travel, UNCOUNTED, type Lookout } from '../debug/time/travel';
import type { Runner } from '../debug/run/runner';
import type { Witness } from '../debug/witness';
import type { Hart } from '../machine/types';
import type { PointJudge } from './points';
import type { GdbStop } from './target';

type Standing = GdbStop & { readonly cpu: number };

/** The recording of a run that gdb looks at, and gdb's ways back through it. */
export class Backward {
  private readonly recorder: Recorder;
  private readonly travel: Travel;
  /** The instant behind the access that was told of last: whoever stands there has heard of it. */
  private accessTold = -1;

  constructor(
    private readonly runner: Runner,
    private readonly points: PointJudge,
  ) {
    this.recorder = new Recorder(runner, RECORDING_BUDGET);
    this.travel = new Travel(runner, this.recorder, UNCOUNTED, () => {});
    this.recorder.begin();
  }

  /** The client has written to the machine: in its past that begins another history, which takes the place of the one that was. */
  changed(): void {
    const { recorder, runner } = this;
    const { instant } = runner.machine;
    if (instant < recorder.end) {
      recorder.follow(recorder.checkpoints.upTo(instant), instant);
      runner.forgetAhead();
    }
    recorder.pin();
  }

  /** The machine is about to run forward. */
  leave(): void {
    this.accessTold = -1;
  }

  /** The last step of a CPU is undone. */
  step(cpu: number): Promise<GdbStop> {
    this.leave();
    return this.orHome(async () => {
      const { machine } = this.runner;
      const hart = machine.harts[cpu];
      const was = standOf(hart);
      // It did something behind the one instant, and nothing from the other on.
      let [low, high] = [0, this.travel.instant];
      for (let back = 1; high > 0; back *= 2) {
        low = Math.max(0, high - back);
        await this.reach(low);
        if (standOf(hart) !== was) break;
        high = low;
      }
      if (high === 0) return { kind: 'history', cpu, at: 'begin' };
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        await this.reach(middle);
        if (standOf(hart) === was) high = middle;
        else low = middle;
      }
      await this.reach(low);
      return { kind: 'trap', cpu };
    });
  }

  /**
   * To the latest breakpoint before now, or to just behind the latest access to what is watched: gdb takes a RISC-V machine to stop
   * there before the access, in the direction in which it goes, and makes that step itself.
   */
  run(): Promise<GdbStop> {
    return this.orHome(async () => {
      const { runner, points, travel } = this;
      const { machine } = runner;
      const told = this.accessTold;
      let accessed: Standing | undefined;
      const guest: Witness = {
        access(access) {
          const stop = points.atAccess(machine.harts[access.cpu], access)?.stop;
          if (stop) accessed = points.meaning(stop) as Standing;
        },
        save: () => undefined,
        restore: () => undefined,
      };
      const lookout: Lookout<Standing> = {
        addresses: [...points.addresses()],
        atAddress: ({ id }) => ({ kind: 'trap', cpu: id }),
        guest,
        isBeforeStep: true,
        begin: () => (accessed = undefined),
        atAccess() {
          const stop = travel.instant === told ? undefined : accessed;
          accessed = undefined;
          return stop;
        },
      };
      const found = await travel.latest(travel.instant, lookout);
      if (found.kind === 'cancelled') throw GIVEN_UP;
      if (found.kind === 'none') {
        await this.reach(0);
        return { kind: 'history', cpu: machine.current.id, at: 'begin' };
      }
      const { what, at } = found;
      if (what.kind === 'watch') {
        this.accessTold = at + 1;
        await this.reach(at + 1);
      } else {
        await this.reach(at);
        // Whoever goes on from a breakpoint does not meet it once more.
        runner.judgeHere(machine.harts[what.cpu]);
      }
      return what;
    });
  }

  private async reach(instant: number): Promise<void> {
    await this.travel.goTo(instant);
    if (this.travel.instant !== instant) throw GIVEN_UP;
  }

  /** What is given up leaves the machine where it was. */
  private async orHome(action: () => Promise<GdbStop>): Promise<GdbStop> {
    const home = this.runner.save();
    try {
      return await action();
    } catch (error) {
      if (error !== GIVEN_UP) throw error;
      this.runner.restore(home);
      return { kind: 'interrupt', cpu: this.runner.machine.current.id };
    }
  }
}

/** The client has had enough. */
const GIVEN_UP = new Error('given up');

/** What is another after each step of a CPU, but for one that takes a trap where it stands. */
const standOf = ({ retired, pc, privilege }: Hart): string => `${retired} ${pc} ${privilege}`;
