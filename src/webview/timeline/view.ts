import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import type { TimelineBody } from '../../protocol/requests';
import type { Bridge } from '../bridge';
import { windowOf, type Follows } from './follow';
import { pan, zoom, type Window } from './window';

/** Things in an answer: more than a screen can show; the adapter merges what is more. */
const LIMIT = 6_000;
/** Things in the picture of the whole run. */
const WHOLE_LIMIT = 1_500;

/** Which part of the run is looked at, and what is known of it. Moving shows what is known at once, and asks for the rest. */
export class View {
  window: Window | undefined;
  follows: Follows | undefined = 'latest';
  /** Short stretches have room, as long as there are not too many of them. */
  isStretched = true;
  /** Of the window and of what is left and right of it. */
  body: TimelineBody | undefined;
  /** The run from its reset until now. */
  whole: TimelineBody | undefined;
  private isOld = true;
  private known: (Window & { readonly resolution: number }) | undefined;

  /** @param room pixels that instants are drawn on */
  constructor(
    private readonly bridge: Pick<Bridge, 'ask'>,
    private readonly room: () => number,
    private readonly onChange: (problem?: string) => void,
  ) {}

  get now(): number {
    return this.whole?.now ?? 0;
  }

  /** The machine moved. */
  changed(): void {
    this.isOld = true;
    this.load();
  }

  /** Another machine is looked at. */
  forget(): void {
    this.window = this.body = this.whole = this.known = undefined;
    this.follows = 'latest';
    this.isStretched = true;
    this.isOld = true;
  }

  look(window: Window): void {
    this.follows = undefined;
    this.window = window;
    this.onChange();
    this.load();
  }

  follow(follows: Follows): void {
    this.follows = follows;
    this.changed();
  }

  zoom(factor: number, around: number | undefined): void {
    if (!this.window) return;
    const { from, to } = this.window;
    this.isStretched = false;
    this.look(zoom(this.window, factor, around ?? (from + to) / 2, this.now));
  }

  stretch(): void {
    this.isStretched = !this.isStretched;
    this.onChange();
    this.load();
  }

  /** @param share of the window's width */
  pan(share: number): void {
    if (!this.window) return;
    this.isStretched = false;
    this.look(pan(this.window, share, this.now));
  }

  private readonly load = coalesced(async () => {
    try {
      if (this.isOld) await this.loadWhole();
      const { window } = this;
      if (!window || !this.mustAsk(window)) return;
      await this.loadWindow(window);
      this.onChange();
    } catch (error) {
      this.onChange(messageOf(error));
    }
  });

  private async loadWhole(): Promise<void> {
    this.isOld = false;
    this.known = undefined;
    const instant = (await this.bridge.ask('trapframe/timeline', { from: 0, to: 0, limit: 1 })).now;
    const resolution = Math.max(1, Math.ceil(instant / this.room()));
    this.whole = await this.bridge.ask('trapframe/timeline', { resolution, limit: WHOLE_LIMIT });
    if (this.follows) this.window = await windowOf(this.follows, this.bridge, this.whole);
    this.window ??= { from: 0, to: Math.max(8, this.whole.now) };
  }

  private mustAsk({ from, to }: Window): boolean {
    if (!this.known) return true;
    const { resolution } = this.known;
    const wanted = this.resolutionOf({ from, to });
    const isCovered = from >= this.known.from && Math.min(to, this.now) <= this.known.to;
    return !isCovered || (resolution > 1 && resolution > 2 * wanted) || wanted > 4 * resolution;
  }

  private async loadWindow({ from, to }: Window): Promise<void> {
    const aside = Math.ceil((to - from) / 2);
    const asked = { from: Math.max(0, from - aside), to: Math.min(to + aside, this.now) };
    const resolution = this.resolutionOf({ from, to });
    this.body = await this.bridge.ask('trapframe/timeline', { ...asked, resolution, limit: LIMIT });
    this.known = { ...asked, resolution };
  }

  /** Steps of a pixel; stretched, there may be single steps that are wide. */
  private resolutionOf({ from, to }: Window): number {
    return this.isStretched ? 1 : Math.max(1, Math.floor((to - from) / this.room()));
  }
}
