import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import type { MarkBody, TimelineBody } from '../../protocol/requests';
import { Bridge } from '../bridge';
import { html } from '../elements';
import { draw, Scale } from './drawing';
import { exported } from './export';
import { pan, revealing, zoom, type Window } from './window';
import { markInWords } from './words';

/** As many things as a screen can show; the adapter merges what is more. */
const LIMIT = 4_000;

const bridge = new Bridge();
const status = html('p', { role: 'status', 'aria-live': 'polite', class: 'status' });
const drawing = html('div', {
  class: 'drawing',
  tabindex: 0,
  role: 'application',
  'aria-label':
    'Timeline. Left and right: the event before and after; plus and minus: zoom; Enter: its source',
});
const toolbar = html('div', { role: 'toolbar', 'aria-label': 'Timeline', class: 'toolbar' });

let window_: Window | undefined;
/** The window grows with the run until the user chooses one. */
let follows = true;
let body: TimelineBody | undefined;
let selected: MarkBody | undefined;

const width = (): number => Math.max(300, drawing.clientWidth);

const update = coalesced(async () => {
  try {
    await load();
    paint();
  } catch (error) {
    status.textContent = messageOf(error);
  }
});

async function load(): Promise<void> {
  if (follows || !window_) window_ = await ofPrograms();
  const resolution = Math.max(1, Math.floor((window_.to - window_.from) / (width() / 2)));
  body = await bridge.ask('trapframe/timeline', { ...window_, resolution, limit: LIMIT });
}

/** From the first program that gets the CPU until now: booting takes longer than most programs, and is left of the window. */
async function ofPrograms(): Promise<Window> {
  const { now, marks = [] } = await bridge.ask('trapframe/timeline', {
    resolution: Number.MAX_SAFE_INTEGER,
    limit: LIMIT,
  });
  const first = marks.find(({ kind }) => kind === 'switch')?.at ?? 0;
  const from = Math.max(0, first - Math.ceil((now - first) / 20) - 8);
  return { from, to: Math.max(from + 8, now) };
}

function paint(): void {
  if (!body || !window_) return;
  drawing.replaceChildren(draw(body, window_, width(), selected));
  if (!selected) {
    status.textContent =
      body.since > window_.from ? `Events before instant ${body.since} are no longer kept.` : '';
  }
}

function look(next: Window | undefined): void {
  follows = next === undefined;
  window_ = next;
  bridge.memory = next;
  update();
}

function zoomBy(factor: number, around?: number): void {
  if (!window_ || !body) return;
  look(zoom(window_, factor, around ?? selected?.at ?? (window_.from + window_.to) / 2, body.now));
}

function select(mark: MarkBody | undefined): void {
  if (!mark || !window_ || !body) return;
  selected = mark;
  status.textContent = markInWords(mark);
  const next = revealing(window_, mark.at, body.now);
  if (next === window_) paint();
  else look(next);
}

/** The event before or after the selected one. */
function move(by: 1 | -1): void {
  const marks = body?.marks ?? [];
  const here = marks.findIndex(
    (mark) => mark.at === selected?.at && mark.kind === selected.kind && mark.cpu === selected.cpu,
  );
  select(marks[here < 0 ? (by > 0 ? 0 : marks.length - 1) : here + by]);
}

function open(): void {
  if (selected) bridge.say({ type: 'show', at: selected.at });
}

function markAt(target: EventTarget | null): MarkBody | undefined {
  const element = target instanceof Element ? target.closest<SVGElement>('.mark') : null;
  if (!element) return undefined;
  const { at, kind, cpu } = element.dataset;
  return body?.marks?.find(
    (mark) => mark.at === Number(at) && mark.kind === kind && mark.cpu === Number(cpu),
  );
}

const keys: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => move(-1),
  ArrowRight: () => move(1),
  '+': () => zoomBy(0.5),
  '=': () => zoomBy(0.5),
  '-': () => zoomBy(2),
  Home: () => select(body?.marks?.[0]),
  End: () => select(body?.marks?.at(-1)),
  PageUp: () => window_ && body && look(pan(window_, -0.5, body.now)),
  PageDown: () => window_ && body && look(pan(window_, 0.5, body.now)),
  '0': () => look(undefined),
  Enter: open,
};

drawing.addEventListener('keydown', (event) => {
  const action = keys[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action();
});
drawing.addEventListener('click', (event) => {
  const mark = markAt(event.target);
  if (!mark) return;
  select(mark);
  open();
});
drawing.addEventListener(
  'wheel',
  (event) => {
    if (!window_ || !body) return;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!sideways && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const delta = sideways ? event.deltaX || event.deltaY : event.deltaY;
    if (sideways) return look(pan(window_, delta / 500, body.now));
    const x = event.clientX - drawing.getBoundingClientRect().left;
    zoomBy(delta < 0 ? 0.8 : 1.25, new Scale(window_, width()).at(x));
  },
  { passive: false },
);

function button(words: string, action: () => void): void {
  const element = html('button', { type: 'button' }, words);
  element.addEventListener('click', action);
  toolbar.append(element);
}
button('Zoom in', () => zoomBy(0.5));
button('Zoom out', () => zoomBy(2));
button('Programs', () => look(undefined));
button('Whole run', () => body && look({ from: 0, to: Math.max(8, body.now) }));
button('Save as SVG', () => {
  const picture = drawing.querySelector('svg');
  if (picture) bridge.say({ type: 'save', name: 'timeline.svg', text: exported(picture) });
});
button('Save for Perfetto', () => bridge.say({ type: 'saveTrace' }));

document.getElementById('view')!.append(toolbar, drawing, status);
new ResizeObserver(() => paint()).observe(drawing);

let shown: string | undefined;
bridge.onChanged = (session, running) => {
  if (session !== shown) {
    shown = session;
    body = selected = window_ = undefined;
    follows = true;
    drawing.replaceChildren();
  }
  if (session === undefined)
    status.textContent = 'The timeline of a run is drawn here while a program is debugged.';
  else if (!running) update();
};
bridge.ready();
