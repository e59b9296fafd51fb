import type { TimelineBody, TimelineEventBody } from '../../protocol/requests';
import { svg } from '../elements';
import { bars } from './bars';
import { cutTo } from './fitting';
import type { Lane } from './lanes';
import { markElements } from './marks';
import { GUTTER, type Scale } from './scale';
import { waits } from './waits';
import { grouped } from '../../base/grouped';
import { tick, type Names } from './words';

export const AXIS = 22;
/** Of the axis of cycles, below the other one. */
const SECOND = 14;

export interface Scene {
  readonly body: TimelineBody;
  readonly lanes: readonly Lane[];
  readonly names: Names;
  readonly scale: Scale;
  /** The event that the keyboard is on. */
  readonly selected: TimelineEventBody | undefined;
}

/** The axis by itself: it stays where it is while lanes scroll below it. */
export function drawAxis({ scale, body }: Scene): SVGSVGElement {
  const { width } = scale;
  const now = scale.x(body.now);
  return svg(
    'svg',
    { class: 'axis', width, height: AXIS + (body.cycles ? SECOND : 0), 'aria-hidden': true },
    svg('text', { class: 'unit', x: 8, y: 14 }, scale.isTrue ? 'instant (steps)' : 'instant, not to scale'),
    ...ticks(scale).flatMap(({ x, words }) => [
      svg('line', { x1: x, x2: x, y1: AXIS - 5, y2: AXIS }),
      ...(x < width - 60 ? [svg('text', { x: x + 4, y: 14 }, words)] : []),
    ]),
    ...(scale.has(body.now)
      ? [svg('path', { class: 'now', d: `M${now - 5} ${AXIS - 7}h10l-5 7z` }, title(body))]
      : []),
    ...(body.cycles ? secondAxis(scale, body.cycles) : []),
  );
}

/** What a cost model adds: the cycles of all CPUs at the same places. */
function secondAxis(scale: Scale, cycles: NonNullable<TimelineBody['cycles']>): SVGElement[] {
  const y = AXIS + SECOND - 4;
  const last = cycles.at(-1)?.at ?? 0;
  return [
    svg('text', { class: 'unit', x: 8, y }, 'cycles'),
    ...ticks(scale).flatMap(({ x }) => {
      const at = scale.at(x);
      if (x >= scale.width - 60 || at > last) return [];
      return [svg('text', { class: 'cycles', x: x + 4, y }, grouped(cyclesAt(cycles, at)))];
    }),
  ];
}

/** Between two points in a straight line. */
function cyclesAt(points: NonNullable<TimelineBody['cycles']>, at: number): number {
  const found = points.findIndex((point) => point.at >= at);
  const next = points[found < 0 ? points.length - 1 : found];
  const before = points[Math.max(0, (found < 0 ? points.length : found) - 1)];
  if (!next || !before || next.at === before.at) return next?.cycles ?? 0;
  return before.cycles + ((next.cycles - before.cycles) * (at - before.at)) / (next.at - before.at);
}

/** The lanes, from the top down. */
export function drawLanes(scene: Scene): SVGSVGElement {
  const { scale, lanes, body, selected } = scene;
  const { width } = scale;
  const height = heightOf(lanes);
  const across = (x: number, name: string): SVGLineElement =>
    svg('line', { class: name, x1: x, x2: x, y1: 0, y2: height });
  return svg(
    'svg',
    { class: 'lanes', width, height, role: 'img', 'aria-label': summary(scene) },
    ...ticks(scale).map(({ x }) => across(x, 'tick')),
    ...lanes.map((lane) => drawLane(lane, scene)),
    ...(scale.has(body.now) ? [across(scale.x(body.now), 'now')] : []),
    ...(selected && scale.has(selected.at) ? [across(scale.x(selected.at), 'cursor')] : []),
  );
}

export const heightOf = (lanes: readonly Lane[]): number => {
  const last = lanes.at(-1);
  return last ? last.top + last.height + 4 : 40;
};

const title = ({ now }: TimelineBody): SVGTitleElement => svg('title', {}, `now: instant ${grouped(now)}`);

const summary = ({ body, lanes, scale }: Scene): string =>
  `Timeline from instant ${grouped(scale.window.from)} to ${grouped(scale.window.to)}: ${lanes.map(({ label }) => label).join(', ')}. The machine is at ${grouped(body.now)}.`;

function ticks(scale: Scale): { x: number; words: string }[] {
  const { from, to } = scale.window;
  const tickAt = (at: number, words: string) => ({ x: Math.round(scale.x(at)) + 0.5, words });
  if (!scale.isTrue) {
    // At the events themselves, as far as there is room for their instants.
    const found: { x: number; words: string }[] = [];
    for (const at of scale.stretched) {
      const next = tickAt(at, grouped(at));
      if (scale.has(at) && next.x - (found.at(-1)?.x ?? -Infinity) > 70) found.push(next);
    }
    return found;
  }
  const wanted = ((to - from) / scale.room) * 110;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const apart = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= wanted) ?? 10 * power);
  const found = [];
  for (let at = Math.ceil(from / apart) * apart; at <= to; at += apart)
    found.push(tickAt(at, tick(at, apart)));
  return found;
}

/** The name of the level below user mode, where no kernel runs: a bare machine has machine mode alone. */
const privileged = ({ spans }: Lane): string =>
  spans.some(({ mode }) => mode === 'machine') ? 'machine' : 'kernel';

function drawLane(lane: Lane, { scale, names, selected, body }: Scene): SVGGElement {
  const { user, kernel, isRoomy, top } = lane;
  const middle = ({ y, height }: Lane['user']): number => y + height / 2;
  const level = (words: string, at: Lane['user']): SVGElement[] => [
    svg('line', { class: 'base', x1: GUTTER, x2: scale.width, y1: middle(at), y2: middle(at) }),
    ...(isRoomy
      ? [svg('text', { class: 'level', x: GUTTER - 6, y: middle(at) + 3.5, 'text-anchor': 'end' }, words)]
      : []),
  ];
  return svg(
    'g',
    { class: `lane ${lane.kind}`, 'data-lane': lane.id },
    ...(top > 0 ? [svg('line', { class: 'between', x1: 0, x2: scale.width, y1: top + 1, y2: top + 1 })] : []),
    svg(
      'text',
      { class: 'label', x: 8, y: isRoomy ? (user.y + kernel.y + kernel.height) / 2 + 4 : kernel.y + 4 },
      svg('title', {}, lane.label),
      cutTo(lane.name, isRoomy ? GUTTER - 50 : GUTTER - 14),
    ),
    ...level('user', user),
    ...level(lane.spans.some(({ mode }) => mode === 'kernel') ? 'kernel' : privileged(lane), kernel),
    ...waits(lane, scale, body.now),
    ...bars(lane, scale, names),
    ...markElements(lane, scale, selected),
  );
}
