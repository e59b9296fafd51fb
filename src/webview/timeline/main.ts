import { messageOf } from '../../base/errors';
import type { PlaceBody } from '../../protocol/requests';
import { Bridge } from '../bridge';
import { html } from '../elements';
import { Details } from './details';
import { drawAxis, drawLanes, type Scene } from './drawing';
import { exported } from './export';
import { findAt, Hover } from './hover';
import { crossingsIn, lanesOf } from './lanes';
import { Minimap } from './minimap';
import { GUTTER, Scale } from './scale';
import { Toolbar } from './toolbar';
import { View } from './view';
import { Walk, type Stop } from './walk';
import { around, revealing } from './window';
import { eventInWords } from './words';

const bridge = new Bridge();
const walk = new Walk(bridge);
/** What is wrong, or missing. */
const status = html('p', { role: 'status', class: 'status' });
/** The selected event, aloud: everybody else sees it in the details. */
const announced = html('p', { 'aria-live': 'polite', class: 'unseen' });
const hover = new Hover();
const chart = html('div', {
  class: 'chart',
  tabindex: 0,
  role: 'application',
  'aria-label':
    'Timeline. Left and right: the event before and after; plus and minus: zoom; page up and down: move; Enter: source',
});
const room = html('div', { class: 'room' }, chart, hover.card);
const open = (place: PlaceBody, focus = true): void => bridge.say({ type: 'open', place, focus });
const details = new Details(open);
const minimap = new Minimap((at) => {
  if (view.window) view.look(around(at, view.window.to - view.window.from, view.now));
});

let selected: Stop | undefined;
/** Where the source of the selected event is. */
let place: PlaceBody | undefined;
let scene: Scene | undefined;

const width = (): number => Math.max(GUTTER + 120, chart.clientWidth);
const view = new View(
  bridge,
  () => width() - GUTTER,
  (problem) => {
    status.textContent = problem ?? note;
    repaint();
  },
);

/** What is to be said of the session. */
let note = '';

let isWaiting = false;
/** Once before the next frame, however often it is asked for. */
function repaint(): void {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    paint();
  });
}

function paint(): void {
  const { body, window, whole } = view;
  if (!body || !window || !whole) return;
  const names = new Map(body.names.map(({ pid, name }) => [pid, name]));
  const lanes = scene?.body === body ? scene.lanes : lanesOf(body);
  const crossings = crossingsIn(lanes, window);
  const scale = new Scale(window, width(), view.isStretched ? crossings : []);
  toolbar.show(view.follows, !scale.isTrue, crossings.length > 0);
  scene = { body, lanes, names, scale, selected: selected?.event };
  chart.replaceChildren(drawAxis(scene), drawLanes(scene));
  minimap.draw(whole, window, width());
  bridge.memory = { session: shown, follows: view.follows, window, isStretched: view.isStretched };
}

/** Shows an event here, aloud, and in the other views. */
async function select(stop: Stop | undefined, isTold = true): Promise<void> {
  if (!stop) return;
  const { event } = stop;
  selected = stop;
  const names = scene?.names ?? new Map<number, string>();
  announced.textContent = eventInWords(event, names);
  if (view.window) {
    const next = revealing(view.window, event.at, view.now);
    if (next !== view.window) view.look(next);
  }
  repaint();
  if (isTold) bridge.say({ type: 'chosen', at: event.at });
  const { rows } = await bridge.ask('trapframe/protocol', { from: event.at, to: event.at });
  if (selected !== stop) return;
  const mine = rows.filter(({ cpu, pid }) => cpu === event.cpu && pid === event.pid);
  place = [...mine].reverse().find((row) => row.place)?.place;
  details.show(event, mine, names);
}

/** What goes wrong while something is looked for is said, and nothing else happens. */
function attempt(action: () => Promise<void>): void {
  action().catch((error: unknown) => (status.textContent = messageOf(error)));
}

const step = (by: 1 | -1): void =>
  attempt(async () => {
    if (!selected) return select(await (by > 0 ? firstSeen() : walk.last()));
    return select(await (by > 0 ? walk.after(selected) : walk.before(selected)));
  });

/** The first event in the window. */
async function firstSeen(): Promise<Stop | undefined> {
  const mark = view.body?.marks?.find(({ at }) => at >= (view.window?.from ?? 0));
  return mark ? walk.at(mark.at) : walk.first();
}

const toolbar = new Toolbar({
  zoom: (factor) => view.zoom(factor, selected?.event.at),
  step,
  follow: (follows) => view.follow(follows),
  stretch: () => view.stretch(),
  savePicture: () => {
    if (scene) bridge.say({ type: 'save', name: 'timeline.svg', text: exported(chart) });
  },
  saveTrace: () => bridge.say({ type: 'saveTrace' }),
});

const keys: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  '+': () => view.zoom(0.5, selected?.event.at),
  '=': () => view.zoom(0.5, selected?.event.at),
  '-': () => view.zoom(2, selected?.event.at),
  Home: () => attempt(async () => select(await walk.first())),
  End: () => attempt(async () => select(await walk.last())),
  PageUp: () => view.pan(-0.5),
  PageDown: () => view.pan(0.5),
  '0': () => view.follow('latest'),
  s: () => view.stretch(),
  Enter: () => place && open(place),
  Escape: unselect,
};

function unselect(): void {
  selected = place = undefined;
  announced.textContent = '';
  details.clear();
  repaint();
}

chart.addEventListener('keydown', (event) => {
  const action = keys[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action();
});

/** Where the pointer is in the lanes. */
function pointed(event: MouseEvent): { x: number; y: number } {
  const box = chart.querySelector('.lanes')?.getBoundingClientRect();
  return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
}

let dragged: { readonly x: number; isFar: boolean } | undefined;
chart.addEventListener('pointerdown', (event) => {
  if (event.button === 0) dragged = { x: event.clientX, isFar: false };
});
chart.addEventListener('pointerup', () => (dragged = dragged?.isFar ? dragged : undefined));
chart.addEventListener('pointerleave', () => hover.hide());
chart.addEventListener('pointermove', (event) => {
  if (!scene) return;
  if (dragged && event.buttons === 1) {
    const by = dragged.x - event.clientX;
    if (!dragged.isFar && Math.abs(by) < 4) return;
    if (!dragged.isFar) chart.setPointerCapture(event.pointerId);
    dragged = { x: event.clientX, isFar: true };
    hover.hide();
    return view.pan(by / scene.scale.room);
  }
  const { x, y } = pointed(event);
  const found = x < GUTTER ? undefined : findAt(scene, x, y);
  const box = room.getBoundingClientRect();
  hover.show(found, scene, event.clientX - box.left, event.clientY - box.top, box.width);
});
chart.addEventListener('click', (event) => {
  const wasDragged = dragged?.isFar;
  dragged = undefined;
  if (wasDragged || !scene) return;
  const { x, y } = pointed(event);
  const mark = findAt(scene, x, y)?.mark;
  if (!mark) return;
  attempt(async () => {
    await select(await walk.at(mark.at, mark));
    if (place) open(place, false);
  });
});
chart.addEventListener(
  'wheel',
  (event) => {
    if (!scene) return;
    const isZoom = event.ctrlKey || event.metaKey;
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (!isZoom && Math.abs(sideways) < Math.abs(event.deltaY) && !event.shiftKey) return;
    event.preventDefault();
    hover.hide();
    if (!isZoom) return view.pan(sideways / scene.scale.room);
    view.zoom(event.deltaY < 0 ? 0.8 : 1.25, scene.scale.at(pointed(event).x));
  },
  { passive: false },
);

const main = document.getElementById('view')!;
main.append(
  toolbar.element,
  html('div', { class: 'body' }, html('div', { class: 'left' }, room, minimap.element), details.element),
  status,
  announced,
);
new ResizeObserver(repaint).observe(chart);

let shown: string | undefined;
interface Memory {
  readonly session?: string;
  readonly follows?: View['follows'];
  readonly window?: View['window'];
  readonly isStretched?: boolean;
}

bridge.onChanged = (session, isOver) => {
  note = isOver ? 'The session has ended. This is its run.' : '';
  if (session === undefined) return ended();
  main.classList.remove('empty');
  if (session !== shown) begin(session);
  view.changed();
};

/** What was last seen of a run stays until there is another one. */
function ended(): void {
  main.classList.toggle('empty', !scene);
  status.textContent = scene
    ? 'The session has ended. This is what was last seen of its run.'
    : 'The timeline of a run is drawn here while a program is debugged.';
}

function begin(session: string): void {
  shown = session;
  view.forget();
  unselect();
  scene = undefined;
  chart.replaceChildren();
  const memory = (bridge.memory ?? {}) as Memory;
  if (memory.session !== session) return;
  view.follows = memory.follows;
  view.window = memory.window;
  view.isStretched = memory.isStretched ?? true;
}
bridge.onReveal = (at) => attempt(async () => select(await walk.at(at), false));
bridge.ready();
