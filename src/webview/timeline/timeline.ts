import { messageOf } from '../../base/errors';
import type { PlaceBody, TimelineEventBody } from '../../protocol/requests';
import type { Bridge } from '../bridge';
import { html } from '../elements';
import { Details } from './details';
import { drawAxis, drawLanes, type Scene } from './drawing';
import { exported } from './export';
import { Hover } from './hover';
import { onKeys } from './keys';
import { crossingsIn, lanesOf } from './lanes';
import { Minimap } from './minimap';
import { onPointer } from './pointer';
import { GUTTER, Scale } from './scale';
import { Selection, type Selected } from './selection';
import { stretchElement } from './stretch';
import { Toolbar } from './toolbar';
import { View } from './view';
import { Walk, type WalkStop } from './walk';
import { around, revealing } from './window';
import { markInWords } from './words';

/** What is kept when the view is hidden. */
interface Memory {
  readonly session?: string | undefined;
  readonly follows?: View['follows'];
  readonly window?: View['window'];
  readonly isStretched?: boolean;
}

/** The timeline: who ran when, in which mode; drawn from what the adapter knows of the run. */
export class Timeline {
  /** What is wrong, or missing. */
  private readonly status = html('p', { role: 'status', class: 'status' });
  /** The selected event, aloud: everybody else sees it in the details. */
  private readonly announced = html('p', { 'aria-live': 'polite', class: 'unseen' });
  private readonly hover = new Hover();
  private readonly chart = html('div', {
    class: 'chart',
    tabindex: 0,
    role: 'application',
    'aria-label':
      'Timeline. Left and right: the event before and after; plus and minus: zoom; page up and down: move; Enter: source',
  });
  private readonly room = html('div', { class: 'room' }, this.chart);
  private readonly walk: Walk;
  private readonly view: View;
  private readonly selection: Selection;
  private readonly toolbar: Toolbar;
  private readonly minimap = new Minimap((at) => this.lookAround(at));
  private readonly details = new Details((place) => this.open(place, true));
  private scene: Scene | undefined;
  private shown: string | undefined;
  /** What is to be said of the session. */
  private note = '';
  private isWaiting = false;

  readonly element: HTMLElement;

  /** @param onChosen an instant was chosen here */
  constructor(
    private readonly bridge: Bridge,
    private readonly onChosen: (at: number) => void,
  ) {
    this.walk = new Walk(bridge);
    this.view = new View(
      bridge,
      () => this.width - GUTTER,
      (problem) => {
        this.status.textContent = problem ?? this.note;
        this.repaint();
      },
    );
    this.selection = new Selection(bridge, this.walk, (selected) => this.show(selected));
    const actions = {
      step: (by: 1 | -1) => this.attempt(() => this.selection.step(by, () => this.firstSeen())),
      goTo: (end: 'first' | 'last') => this.attempt(async () => this.select(await this.walk[end]())),
      zoom: (factor: number) => this.view.zoom(factor, this.selection.stop?.event.at),
      pan: (share: number) => this.view.pan(share),
      follow: (follows: NonNullable<View['follows']>) => this.view.follow(follows),
      stretch: () => this.view.stretch(),
      open: () => this.selection.place && this.open(this.selection.place, true),
      unselect: () => this.selection.clear(),
      savePicture: () => this.savePicture(),
      saveTrace: () => this.bridge.say({ type: 'saveTrace' }),
    };
    this.toolbar = new Toolbar(actions);
    onKeys(this.chart, actions);
    onPointer(this.chart, this.hover, {
      scene: () => this.scene,
      pan: actions.pan,
      zoom: (factor, at) => this.view.zoom(factor, at),
      click: ({ mark }) =>
        mark &&
        this.attempt(async () => {
          await this.select(await this.walk.at(mark.at, mark));
          if (this.selection.place) this.open(this.selection.place, false);
        }),
    });
    const left = html('div', { class: 'left' }, this.room, this.minimap.element);
    const beside = html('div', { class: 'beside' }, this.details.element, this.hover.element);
    this.element = html(
      'section',
      { class: 'timeline', 'aria-label': 'Timeline' },
      this.toolbar.element,
      html('div', { class: 'body' }, left, beside),
      this.status,
      this.announced,
    );
    new ResizeObserver(() => this.repaint()).observe(this.chart);
  }

  /** The machine moved, or another session is looked at. */
  changed(session: string | undefined, isOver: boolean): void {
    this.note = isOver ? 'The session has ended. This is its run.' : '';
    if (session === undefined) return this.ended();
    this.element.classList.remove('empty');
    if (session !== this.shown) this.begin(session);
    this.view.changed();
  }

  /** An instant was chosen elsewhere. */
  reveal(at: number): void {
    this.attempt(async () => this.selection.select(await this.walk.at(at)));
  }

  private get width(): number {
    return Math.max(GUTTER + 120, this.chart.clientWidth);
  }

  /** Selects an event here and in the other views. */
  private async select(stop: WalkStop | undefined): Promise<void> {
    if (stop) this.onChosen(stop.event.at);
    await this.selection.select(stop);
  }

  private show(selected: Selected | undefined): void {
    const names = this.scene?.names ?? new Map<number, string>();
    if (!selected) {
      this.announced.textContent = '';
      this.details.clear();
    } else {
      const { event } = selected.stop;
      const words = markInWords(event, names).join('; ');
      if (this.announced.textContent !== words) this.announced.textContent = words;
      if (selected.rows) this.details.show(event, selected.rows, names);
      if (selected.rows && event.kind === 'transient') this.attempt(() => this.showStretch(event));
      const { window, now } = this.view;
      const next = window && revealing(window, event.at, now);
      if (next !== window) this.view.look(next!);
    }
    this.repaint();
  }

  /** What never happened at an event. */
  private async showStretch({ at, cpu }: TimelineEventBody): Promise<void> {
    const { stretches } = await this.bridge.ask('trapframe/transient', { instruction: at });
    const { event } = this.selection.stop ?? {};
    const stretch = stretches.find((one) => one.cpu === cpu);
    if (event?.at !== at || event.kind !== 'transient' || !stretch) return;
    this.details.add(stretchElement(stretch, (place) => this.open(place, true)));
  }

  /** The first event in the window. */
  private async firstSeen(): Promise<WalkStop | undefined> {
    const { body, window } = this.view;
    const mark = body?.marks?.find(({ at }) => at >= (window?.from ?? 0));
    return mark ? this.walk.at(mark.at) : this.walk.first();
  }

  private lookAround(at: number): void {
    const { window, now } = this.view;
    if (window) this.view.look(around(at, window.to - window.from, now));
  }

  private open(place: PlaceBody, focus: boolean): void {
    this.bridge.say({ type: 'open', place, focus });
  }

  private savePicture(): void {
    if (this.scene) this.bridge.say({ type: 'save', name: 'timeline.svg', text: exported(this.chart) });
  }

  /** What goes wrong while something is looked for is said, and nothing else happens. */
  private attempt(action: () => Promise<void>): void {
    action().catch((error: unknown) => (this.status.textContent = messageOf(error)));
  }

  /** Once before the next frame, however often it is asked for. */
  private repaint(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      this.paint();
    });
  }

  private paint(): void {
    const { body, window, whole, follows, isStretched } = this.view;
    if (!body || !window || !whole) return;
    const names = new Map(body.names.map(({ pid, name }) => [pid, name]));
    const lanes = this.scene?.body === body ? this.scene.lanes : lanesOf(body);
    const crossings = crossingsIn(lanes, window);
    const scale = new Scale(window, this.width, isStretched ? crossings : []);
    this.toolbar.show(follows, !scale.isTrue, crossings.length > 0);
    this.scene = { body, lanes, names, scale, selected: this.selection.stop?.event };
    this.chart.replaceChildren(drawAxis(this.scene), drawLanes(this.scene));
    this.minimap.draw(whole, window, this.width);
    this.bridge.remember('timeline', {
      session: this.shown,
      follows,
      window,
      isStretched,
    } satisfies Memory);
  }

  /** What was last seen of a run stays until there is another one. */
  private ended(): void {
    this.element.classList.toggle('empty', !this.scene);
    this.status.textContent = this.scene
      ? 'The session has ended. This is what was last seen of its run.'
      : 'The timeline of a run is drawn here while a program is debugged.';
  }

  private begin(session: string): void {
    this.shown = session;
    this.view.forget();
    this.selection.clear();
    this.scene = undefined;
    this.chart.replaceChildren();
    const memory = (this.bridge.memory('timeline') ?? {}) as Memory;
    if (memory.session !== session) return;
    this.view.follows = memory.follows;
    this.view.window = memory.window;
    this.view.isStretched = memory.isStretched ?? true;
  }
}
