import type { SpanBody } from '../../protocol/requests';
import { svg } from '../elements';
import { isCrossing, levelOf, type Lane } from './lanes';
import type { Scale } from './scale';
import { cutTo, fitting } from './fitting';
import { whose, type Names } from './words';

/** Pixels below which bars are drawn together: nobody can point at one. */
const NARROW = 3;
/** Pixels that the beginning of a name takes at least. */
const SHORTEST = 32;

/**
 * The stretches of a lane. The bar of merged ones is as high as the share of the time that was really spent so; user mode grows up
 * from the gap between the levels, kernel mode down.
 */
export function bars(lane: Lane, scale: Scale, names: Names): SVGElement[] {
  const elements: SVGElement[] = [];
  const together = new Map<SpanBody['mode'], string>();
  const why = reasons(lane);
  for (const span of lane.spans) {
    const cut = scale.cut(span.from, span.to);
    if (!cut) continue;
    const { x, width } = cut;
    const { y, height } = place(lane, span);
    if (width < NARROW) {
      const path = `M${x.toFixed(1)} ${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`;
      together.set(span.mode, (together.get(span.mode) ?? '') + path);
      continue;
    }
    const { mode, pid, from, to } = span;
    const data = { 'data-mode': mode, 'data-pid': pid ?? 'none', 'data-from': from, 'data-to': to };
    elements.push(svg('rect', { class: `span ${mode}`, ...data, x, y, width, height }));
    const level = lane[levelOf(mode)];
    if (!lane.isRoomy || height < level.height) continue;
    const words = fitting(wordsIn(lane, span, names, why.get(`${span.cpu} ${from}`), width - 6), width - 6);
    if (words === undefined) continue;
    elements.push(
      svg('text', { class: 'inside', x: x + width / 2, y: y + height - 3.5, 'text-anchor': 'middle' }, words),
    );
  }
  for (const [mode, d] of together) elements.unshift(svg('path', { class: `span many ${mode}`, d }));
  return elements;
}

function place(lane: Lane, span: SpanBody): { y: number; height: number } {
  const level = lane[levelOf(span.mode)];
  const share = span.steps / (span.to - span.from);
  const height = share > 0.95 ? level.height : Math.max(2, share * level.height);
  return { y: span.mode === 'user' ? level.y + level.height - height : level.y, height };
}

/** What may be written in a bar, the longest first. */
function wordsIn(
  lane: Lane,
  { pid, mode }: SpanBody,
  names: Names,
  why: string | undefined,
  room: number,
): string[] {
  if (mode === 'user' && lane.kind === 'cpu' && pid !== null) {
    const name = names.get(pid) ?? `process ${pid}`;
    return [whose(pid, names), name, ...(room > SHORTEST ? [cutTo(name, room)] : [])];
  }
  if (pid === null && mode === 'kernel') return ['kernel, for no process', 'kernel'];
  return [...(why === undefined ? [] : [`${mode}: ${why}`, why]), `${mode} mode`, mode];
}

/** Why the CPU came to the kernel, by CPU and instant. */
function reasons(lane: Lane): Map<string, string> {
  const entries = lane.marks.filter((mark) => isCrossing(mark) && mark.kind !== 'return' && mark.count === 1);
  return new Map(entries.flatMap(({ cpu, at, why }) => (why === undefined ? [] : [[`${cpu} ${at}`, why]])));
}
