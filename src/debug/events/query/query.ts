import type { SystemCalls } from '../../traps/system-calls';
import type { EventKind, TimelineEvent } from '../event';
import type { Outline } from '../occupancy';
import { Durations } from './durations';
import type { Look } from './fields';
import { kindsIn } from './kinds';
import { where } from './where';

/** Asks each event of a run whether an expression holds for it. It is told of all events, in their order. */
export class Query {
  private readonly durations = new Durations();
  private readonly holds: ReturnType<typeof where> | undefined;
  private readonly kinds: ReadonlySet<EventKind> | undefined;

  /** @throws ExpressionError */
  constructor(
    text: string | undefined,
    private readonly calls: Pick<SystemCalls, 'nameOf' | 'names'> | undefined,
  ) {
    this.holds = text === undefined ? undefined : where(text, calls);
    this.kinds = text === undefined ? undefined : kindsIn(text);
  }

  /** Whether it may hold for an event of this kind. */
  mayHold(kind: EventKind): boolean {
    return this.kinds?.has(kind) ?? true;
  }

  /** An event that is not asked, but that later ones may end. */
  pass(outline: Outline, event: () => TimelineEvent): void {
    this.durations.pass(outline, event);
  }

  /** What is known besides of an event for which it holds; undefined: it does not. @throws ExpressionError */
  add(event: TimelineEvent): Look | undefined {
    const look = { calls: this.calls, steps: this.durations.add(event) };
    return !this.holds || this.holds(event, look) ? look : undefined;
  }
}
