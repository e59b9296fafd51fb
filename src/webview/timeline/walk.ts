import type { TimelineEventBody } from '../../protocol/requests';
import type { Bridge } from '../bridge';

/** An event, and how many others of its instant come before it. */
export interface WalkStop {
  readonly event: TimelineEventBody;
  readonly index: number;
}

/** Goes from event to event, however close together they are and however many there are. */
export class Walk {
  constructor(private readonly bridge: Pick<Bridge, 'ask'>) {}

  async first(): Promise<WalkStop | undefined> {
    const [event] = await this.events({ from: 0, limit: 1 });
    return event && { event, index: 0 };
  }

  async last(): Promise<WalkStop | undefined> {
    return this.lastOf(await this.events({ limit: 1, newest: true }));
  }

  async after({ event: { at }, index }: WalkStop): Promise<WalkStop | undefined> {
    const [...events] = await this.events({ from: at, limit: index + 2 });
    const next = events.at(index + 1);
    return next && { event: next, index: next.at === at ? index + 1 : 0 };
  }

  async before({ event: { at }, index }: WalkStop): Promise<WalkStop | undefined> {
    if (index > 0) {
      const events = await this.events({ from: at, limit: index });
      return { event: events[index - 1], index: index - 1 };
    }
    if (at === 0) return undefined;
    return this.lastOf(await this.events({ to: at - 1, limit: 1, newest: true }));
  }

  /** The event of a kind on a CPU at an instant; the first one there, if there is none of that kind. */
  async at(at: number, wanted: { kind?: string; cpu?: number } = {}): Promise<WalkStop | undefined> {
    const events = await this.events({ from: at, to: at });
    const found = events.findIndex(
      ({ kind, cpu }) => (wanted.kind ?? kind) === kind && (wanted.cpu ?? cpu) === cpu,
    );
    const index = Math.max(0, found);
    return events.length === 0 ? undefined : { event: events[index], index };
  }

  private async lastOf([event]: readonly TimelineEventBody[]): Promise<WalkStop | undefined> {
    if (!event) return undefined;
    const together = await this.events({ from: event.at, to: event.at });
    return { event: together.at(-1) ?? event, index: Math.max(0, together.length - 1) };
  }

  private async events(args: {
    from?: number;
    to?: number;
    limit?: number;
    newest?: boolean;
  }): Promise<readonly TimelineEventBody[]> {
    return (await this.bridge.ask('trapframe/timeline', args)).events;
  }
}
