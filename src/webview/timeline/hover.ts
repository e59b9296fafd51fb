import type { MarkBody, SpanBody } from '../../protocol/requests';
import { html } from '../elements';
import { levelOf, type Lane } from './lanes';
import type { Scene } from './drawing';
import { markInWords, spanInWords } from './words';

/** Pixels around an event that belong to it. */
const NEAR = 5;

export interface Found {
  readonly lane: Lane;
  readonly mark: MarkBody | undefined;
  readonly span: SpanBody | undefined;
}

/** What is at a place of the drawing: the nearest event, and the stretch of time. */
export function findAt({ lanes, scale }: Scene, x: number, y: number): Found | undefined {
  const lane = lanes.find(({ top, height }) => y >= top && y < top + height);
  if (!lane) return undefined;
  let mark: MarkBody | undefined;
  let best = NEAR;
  for (const one of lane.marks) {
    const distance = Math.abs(scale.x(one.at) - x);
    if (distance > best) continue;
    best = distance;
    mark = one;
  }
  const at = scale.at(x);
  const gap = (lane.user.y + lane.user.height + lane.kernel.y) / 2;
  const level = y < gap ? 'user' : 'kernel';
  const here = lane.spans.filter(({ from, to }) => from <= at && to > at);
  const span = here.find(({ mode }) => levelOf(mode) === level) ?? here[0];
  return { lane, mark, span };
}

/** What the pointer is on, told beside the lanes, never over them. Screen readers hear the selected event instead. */
export class Hover {
  readonly element = html('div', { class: 'pointed', 'aria-hidden': true });

  show(found: Found | undefined, { names }: Scene): void {
    const { mark, span } = found ?? {};
    const said = [...(mark ? [markInWords(mark, names)] : []), ...(span ? [spanInWords(span, names)] : [])];
    this.element.replaceChildren(
      ...said.map(([headline, ...rest]) =>
        html('div', {}, html('strong', {}, headline), ...rest.map((line) => html('span', {}, line))),
      ),
    );
  }

  hide(): void {
    this.element.replaceChildren();
  }
}
