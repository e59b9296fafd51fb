import type { TimelineEvent } from '../../debug/events/event';
import { Query } from '../../debug/events/query/query';
import type { SystemCalls } from '../../debug/traps/system-calls';

/** The part of a run that lies behind the first event of one kind, and before the first after that of another. */
export class Stretch {
  private readonly after: Query | undefined;
  private readonly before: Query | undefined;
  private state: 'before' | 'inside' | 'over';

  constructor(
    { after, before }: { readonly after?: string; readonly before?: string },
    calls: SystemCalls | undefined,
  ) {
    this.after = after === undefined ? undefined : new Query(after, calls);
    this.before = before === undefined ? undefined : new Query(before, calls);
    this.state = this.after ? 'before' : 'inside';
  }

  /** Told of all events: whether this one lies in it. */
  contains(event: TimelineEvent): boolean {
    const begins = this.after?.add(event) !== undefined;
    const ends = this.before?.add(event) !== undefined;
    if (this.state === 'before') {
      if (begins) this.state = 'inside';
      return false;
    }
    if (this.state === 'inside' && ends) this.state = 'over';
    return this.state === 'inside';
  }

  /** It has begun. */
  get hasBegun(): boolean {
    return this.state !== 'before';
  }
}
