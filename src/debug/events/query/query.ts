import type { SystemCalls } from '../../traps/system-calls';
import type { TimelineEvent } from '../event';
import { Durations } from './durations';
import type { Look } from './fields';
import { where } from './where';

/** Asks each event of a run whether an expression holds for it. It is told of all events, in their order. */
export class Query {
  private readonly durations = new Durations();
  private readonly holds: ReturnType<typeof where> | undefined;

  /** @throws ExpressionError */
  constructor(
    text: string | undefined,
    private readonly calls: Pick<SystemCalls, 'nameOf' | 'names'> | undefined,
  ) {
    this.holds = text === undefined ? undefined : where(text, calls);
  }

  /** An event that is not asked, but that later ones may end. */
  pass(event: TimelineEvent): void {
    this.durations.add(event);
  }

  /** What is known besides of an event for which it holds; undefined: it does not. @throws ExpressionError */
  add(event: TimelineEvent): Look | undefined {
    const look = { calls: this.calls, steps: this.durations.add(event) };
    return !this.holds || this.holds(event, look) ? look : undefined;
  }
}
