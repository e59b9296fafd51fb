import { svg } from '../elements';
import { fitting } from './fitting';
import type { Lane } from './lanes';
import type { Scale } from './scale';

/** The stretches in which a process waits for something: as far as its events tell one by one. */
export function waits(lane: Lane, scale: Scale, now: number): SVGElement[] {
  if (lane.kind === 'cpu' || !lane.isRoomy) return [];
  const elements: SVGElement[] = [];
  const { y, height } = lane.kernel;
  const draw = (from: number, to: number, what: string): void => {
    const cut = scale.cut(from, to);
    if (!cut) return;
    // Between the signs that begin and end it.
    const words = fitting([what, 'waits'], cut.width - 30);
    elements.push(
      svg('rect', {
        class: 'waiting',
        'data-from': from,
        x: cut.x,
        y: y + height / 2 - 2,
        width: cut.width,
        height: 4,
      }),
      ...(words === undefined
        ? []
        : [svg('text', { class: 'level', x: cut.x + 14, y: y + height + 11 }, words)]),
    );
  };
  let began: { readonly at: number; readonly what: string } | undefined;
  for (const { kind, at, count, fact } of lane.marks) {
    if (kind !== 'state' || count > 1) continue;
    if (fact.state === 'blocked')
      began = { at, what: fact.waitingFor === undefined ? 'waits' : `waits for ${fact.waitingFor}` };
    else if (began) {
      draw(began.at, at, began.what);
      began = undefined;
    }
  }
  if (began) draw(began.at, now, began.what);
  return elements;
}
