import type { MarkBody, TimelineEventBody } from '../../protocol/requests';
import { svg } from '../elements';
import { fitting } from './fitting';
import { isCrossing, type Lane } from './lanes';
import type { Scale } from './scale';
import { signOf } from './signs';

/** Pixels from one arrow, or sign, to the next, below which they are drawn as one line, or as dots. */
const ARROW = 4;
const SIGN = 12;

/** What happened on a lane: arrows between the levels, and signs below them. */
export function markElements(
  lane: Lane,
  scale: Scale,
  selected: TimelineEventBody | undefined,
): SVGElement[] {
  const seen = lane.marks.filter(({ at }) => scale.has(at));
  const isSelected = (mark: MarkBody): boolean =>
    selected?.at === mark.at && selected.kind === mark.kind && selected.cpu === mark.cpu;
  const others = seen.filter((mark) => !isCrossing(mark) && (lane.kind !== 'cpu' || mark.pid === null));
  return [
    ...arrows(
      lane,
      seen.filter((mark) => isCrossing(mark)),
      scale,
      isSelected,
    ),
    ...signElements(lane, others, scale, isSelected),
  ];
}

function arrows(
  lane: Lane,
  marks: readonly MarkBody[],
  scale: Scale,
  isSelected: (mark: MarkBody) => boolean,
): SVGElement[] {
  const elements: SVGElement[] = [];
  const [upper, lower] = [lane.user.y + lane.user.height, lane.kernel.y];
  let together = '';
  let before = -Infinity;
  for (const [i, mark] of marks.entries()) {
    const x = Math.round(scale.x(mark.at)) + 0.5;
    const next = i + 1 < marks.length ? scale.x(marks[i + 1].at) : scale.width;
    const isClose = x - before < ARROW || !lane.isRoomy || mark.count > 1;
    before = x;
    if (isClose && !isSelected(mark)) {
      together += `M${x} ${upper}V${lower}`;
      continue;
    }
    const isDown = mark.after !== 'user';
    const [tail, tip] = isDown ? [upper, lower - 1] : [lower, upper + 1];
    const barb = isDown ? tip - 5 : tip + 5;
    const words = fitting(mark.labels, next - x - 14);
    elements.push(
      svg(
        'g',
        { class: `mark ${mark.kind}${isSelected(mark) ? ' selected' : ''}`, ...dataOf(mark) },
        svg('path', { class: 'shaft', d: `M${x} ${tail}V${tip}` }),
        svg('path', { d: `M${x - 3.5} ${barb}L${x} ${tip}L${x + 3.5} ${barb}` }),
        ...(words === undefined ? [] : [svg('text', { x: x + 7, y: (upper + lower) / 2 + 3.5 }, words)]),
      ),
    );
  }
  if (together !== '') elements.unshift(svg('path', { class: 'mark many', d: together }));
  return elements;
}

function signElements(
  lane: Lane,
  marks: readonly MarkBody[],
  scale: Scale,
  isSelected: (mark: MarkBody) => boolean,
): SVGElement[] {
  if (!lane.isRoomy) return [];
  const elements: SVGElement[] = [];
  const y = lane.kernel.y + lane.kernel.height + 3;
  let dots = '';
  let before = -Infinity;
  for (const mark of marks) {
    const x = Math.round(scale.x(mark.at));
    if (x - before < SIGN && !isSelected(mark)) {
      dots += `M${x} ${y + 4}v2`;
      continue;
    }
    before = x;
    elements.push(
      svg(
        'g',
        {
          class: `mark ${mark.kind}${isSelected(mark) ? ' selected' : ''}`,
          ...dataOf(mark),
          transform: `translate(${x - 5} ${y})`,
        },
        svg('path', { d: signOf(mark.kind).path }),
      ),
    );
  }
  if (dots !== '') elements.unshift(svg('path', { class: 'mark many', d: dots }));
  return elements;
}

const dataOf = ({ kind, at, cpu }: MarkBody): Record<string, string | number> => ({
  'data-kind': kind,
  'data-at': at,
  'data-cpu': cpu,
});
