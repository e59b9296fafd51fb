import type { MarkBody, TimelineBody } from '../../protocol/requests';
import { svg } from '../elements';
import { lanesOf, levelOf, type Lane } from './lanes';
import type { Window } from './window';
import { grouped, markInWords, marksOf, spanInWords } from './words';

const LABELS = 110;
const AXIS = 20;
const LEVEL = 16;
const GAP = 14;
const LANE = 2 * LEVEL + GAP;

/** Kinds between which the CPU changes its mode: a line is drawn from level to level. */
const crossings: readonly string[] = ['trap', 'exception', 'interrupt', 'return'];

/** Where an instant is drawn, and which instant is at a place. */
export class Scale {
  constructor(
    private readonly window: Window,
    private readonly width: number,
  ) {}

  x(at: number): number {
    const { from, to } = this.window;
    return LABELS + ((at - from) / (to - from)) * (this.width - LABELS);
  }

  at(x: number): number {
    const { from, to } = this.window;
    return from + ((x - LABELS) / (this.width - LABELS)) * (to - from);
  }

  /** Steps of one pixel. */
  get resolution(): number {
    return Math.max(1, Math.floor((this.window.to - this.window.from) / (this.width - LABELS)));
  }
}

/** Draws a timeline. Everything has a title for the pointer; `selected` is the event that the keyboard is on. */
export function draw(
  body: TimelineBody,
  window: Window,
  width: number,
  selected: MarkBody | undefined,
): SVGSVGElement {
  const lanes = lanesOf(body);
  const height = AXIS + lanes.length * LANE + GAP;
  const scale = new Scale(window, width);
  const now = scale.x(body.now);
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': summary(body, lanes) },
    axis(window, scale, height),
    ...lanes.map((lane, i) => laneGroup(lane, AXIS + i * LANE, body, scale, selected)),
    ...(now >= LABELS && now <= width
      ? [
          svg(
            'line',
            { class: 'now', x1: now, x2: now, y1: 0, y2: height },
            svg('title', {}, `now: instant ${grouped(body.now)}`),
          ),
        ]
      : []),
  );
}

const summary = ({ now, marks = [] }: TimelineBody, lanes: readonly Lane[]): string =>
  `Timeline up to instant ${grouped(now)}: ${lanes.map(({ label }) => label).join(', ')}; ${marks.length} events are shown`;

function axis(window: Window, scale: Scale, height: number): SVGGElement {
  const wanted = (window.to - window.from) / 6;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= wanted) ?? power);
  const group = svg('g', { class: 'axis', 'aria-hidden': true });
  for (let at = Math.ceil(window.from / step) * step; at <= window.to; at += step) {
    const x = scale.x(at);
    group.append(
      svg('line', { x1: x, x2: x, y1: AXIS - 4, y2: height }),
      svg('text', { x: x + 3, y: AXIS - 6 }, grouped(at)),
    );
  }
  return group;
}

function laneGroup(
  lane: Lane,
  top: number,
  { spans = [], marks = [] }: TimelineBody,
  scale: Scale,
  selected: MarkBody | undefined,
): SVGGElement {
  const group = svg('g', { class: 'lane', 'data-lane': lane.id });
  group.append(
    svg('text', { class: 'label', x: 4, y: top + LEVEL }, lane.label),
    svg('text', { class: 'level', x: LABELS - 6, y: top + 12, 'text-anchor': 'end' }, 'user'),
    svg('text', { class: 'level', x: LABELS - 6, y: top + LEVEL + 12, 'text-anchor': 'end' }, 'kernel'),
  );
  for (const span of spans.filter((one) => lane.has(one))) {
    const [left, right] = [scale.x(span.from), scale.x(span.to)];
    const level = levelOf(span);
    group.append(
      svg(
        'rect',
        {
          class: `span ${span.mode}`,
          'data-mode': span.mode,
          'data-pid': span.pid ?? 'none',
          'data-from': span.from,
          x: left,
          y: level === 'user' ? top : top + LEVEL,
          width: Math.max(1, right - left),
          height: LEVEL - 2,
          'fill-opacity': Math.max(0.25, Math.min(1, span.steps / Math.max(1, span.to - span.from))),
        },
        svg('title', {}, spanInWords(span)),
      ),
    );
  }
  for (const mark of marks.filter((one) => lane.has(one))) {
    const x = scale.x(mark.at);
    const isSelected = selected?.at === mark.at && selected.kind === mark.kind && selected.cpu === mark.cpu;
    group.append(
      svg(
        'g',
        {
          class: `mark ${mark.kind}${isSelected ? ' selected' : ''}`,
          'data-kind': mark.kind,
          'data-at': mark.at,
          'data-cpu': mark.cpu,
        },
        ...(crossings.includes(mark.kind)
          ? [svg('line', { x1: x, x2: x, y1: top, y2: top + 2 * LEVEL - 2 })]
          : []),
        svg('text', { x, y: top + 2 * LEVEL + 9, 'text-anchor': 'middle' }, marksOf[mark.kind] ?? '·'),
        svg('title', {}, markInWords(mark)),
      ),
    );
  }
  return group;
}
