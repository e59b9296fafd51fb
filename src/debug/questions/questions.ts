import { UserError } from '../../base/errors';
import type { Viewpoint } from '../names/viewpoint';
import type { Commands } from '../run/commands';
import type { System } from '../system';
import type { TimelineEvent } from '../events/event';
import type { History } from '../events/history';
import type { Look } from '../events/query/fields';
import type { Query } from '../events/query/query';
import type { Timeline } from '../events/timeline';
import type { Survey, Travel } from '../time/travel';
import { CallWatch } from './call-watch';
import { Condition } from './condition';
import { ConditionWatch, type Stretch } from './condition-watch';
import type { FunctionCall } from './function-call';

/** The part of the run that is asked about, and how many answers are wanted at most. */
export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Answers, in the order of the run. */
export interface Answers<T> {
  readonly found: readonly T[];
  /** There are more. */
  readonly isCut: boolean;
}

/** Steps before the first event that is wanted. */
const BEFORE = 1_000_000;

/** Looks on, and sees nothing. */
const NOBODY: Survey = {
  guest: { save: () => undefined, restore: () => {} },
  atAccess: () => {},
  atRest: () => {},
};

/** Questions about a whole run, which running it once more answers. The machine is afterwards where it was. */
export class Questions {
  constructor(
    private readonly system: System,
    private readonly commands: Commands,
    private readonly travel: Travel,
    private readonly timeline: Timeline,
    private readonly history: History,
  ) {}

  /**
   * Asks the events from an instant on that were too many to be kept: they come about once more.
   * @param found called for each event for which the query holds
   * @throws UserError when it was given up
   */
  async dropped(
    query: Query,
    from: number,
    found: (event: TimelineEvent, look: Look) => void,
  ): Promise<void> {
    const { history, timeline } = this;
    const { firstKept, since } = history;
    // Those before the first are looked at, too, so that it is known since when things last.
    const start = Math.max(0, from - BEFORE);
    const stop = timeline.events.on((event) => {
      if (event.at < start || history.happened > firstKept) return;
      const look = query.add(event);
      if (look && event.at >= from) found(event, look);
    });
    try {
      await this.survey({ from: start, to: since }, NOBODY, () => false);
    } finally {
      stop();
    }
  }

  /** Calls of a function, in the kernel and in all programs. @throws UserError for a name that no function has, and when it was given up */
  async calls(
    name: string,
    { from, to, limit }: Asked,
    isWanted: (call: FunctionCall) => boolean,
  ): Promise<Answers<FunctionCall>> {
    const found: FunctionCall[] = [];
    const watch = new CallWatch(this.system, name, (call) => {
      if (found.length <= limit && isWanted(call)) found.push(call);
    });
    await this.survey({ from, to }, { ...NOBODY, guest: watch }, () => false);
    return { found: found.slice(0, limit), isCut: found.length > limit };
  }

  /**
   * When a condition came to hold, and until when it did.
   * @param view the frame whose names are meant
   * @throws UserError for a condition that is none, or that can be answered at no instant; when it was given up
   */
  async when(text: string, view: Viewpoint, { from, to, limit }: Asked): Promise<Answers<Stretch>> {
    const condition = new Condition(this.system, view, text);
    const watch = new ConditionWatch(this.system, condition);
    const { found } = watch;
    const isEnough = (): boolean => found.length > limit;
    try {
      await this.survey(
        { from, to },
        { guest: watch, atAccess: (at) => watch.look(at, false), atRest: (at) => watch.look(at, true) },
        isEnough,
      );
    } finally {
      watch.end();
    }
    condition.check();
    return { found: found.slice(0, limit), isCut: found.length > limit };
  }

  private async survey(...asked: Parameters<Travel['survey']>): Promise<void> {
    const isDone = await this.commands.ask(() => this.travel.survey(...asked));
    if (!isDone) throw new UserError('the search was given up');
  }
}
