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

/** A card that tells what the pointer is on. Screen readers hear the selected event instead. */
export class Hover {
  readonly card = html('div', { class: 'card', 'aria-hidden': true, hidden: true });

  /** @param x @param y of the pointer, in the room that the card lies in; `width` of that room */
  show(found: Found | undefined, scene: Scene, x: number, y: number, width: number): void {
    const { mark, span } = found ?? {};
    if (!mark && !span) return this.hide();
    const lines = [
      ...(mark ? [markInWords(mark, scene.names)] : []),
      ...(span ? [spanInWords(span, scene.names)] : []),
    ];
    this.card.replaceChildren(
      ...lines.map(([headline, ...rest]) =>
        html('div', {}, html('strong', {}, headline), ...rest.map((line) => html('span', {}, line))),
      ),
    );
    this.card.hidden = false;
    const left = Math.max(4, Math.min(x + 14, width - this.card.offsetWidth - 8));
    this.card.style.translate = `${left}px ${y + 18}px`;
  }

  hide(): void {
    this.card.hidden = true;
  }
}
