import type { PlaceBody, ProtocolRowBody } from '../../protocol/requests';
import type { Bridge } from '../bridge';
import type { WalkStop, Walk } from './walk';

/** What is known of the selected event. */
export interface Selected {
  readonly stop: WalkStop;
  /** Who did what at that instant; once that has been asked. */
  readonly rows?: readonly ProtocolRowBody[];
  /** Where its source is. */
  readonly place?: PlaceBody | undefined;
}

/** The selected event: one goes from event to event, or chooses one. */
export class Selection {
  private selected: Selected | undefined;

  /** @param onChange it is another event, or more is known of it */
  constructor(
    private readonly bridge: Pick<Bridge, 'ask'>,
    private readonly walk: Walk,
    private readonly onChange: (selected: Selected | undefined) => void,
  ) {}

  get stop(): WalkStop | undefined {
    return this.selected?.stop;
  }

  get place(): PlaceBody | undefined {
    return this.selected?.place;
  }

  async select(stop: WalkStop | undefined): Promise<void> {
    if (!stop) return;
    this.set({ stop });
    const { at, cpu, pid } = stop.event;
    const { rows } = await this.bridge.ask('trapframe/protocol', { from: at, to: at });
    // Another one was selected meanwhile.
    if (this.stop !== stop) return;
    const mine = rows.filter((row) => row.cpu === cpu && row.pid === pid);
    this.set({ stop, rows: mine, place: [...mine].reverse().find((row) => row.place)?.place });
  }

  clear(): void {
    this.set(undefined);
  }

  /** @param first where to begin when nothing is selected */
  async step(by: 1 | -1, first: () => Promise<WalkStop | undefined>): Promise<void> {
    const { stop, walk } = this;
    if (!stop) return this.select(await (by > 0 ? first() : walk.last()));
    return this.select(await (by > 0 ? walk.after(stop) : walk.before(stop)));
  }

  private set(selected: Selected | undefined): void {
    this.selected = selected;
    this.onChange(selected);
  }
}
