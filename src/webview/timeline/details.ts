import type { PlaceBody, ProtocolRowBody, TimelineEventBody } from '../../protocol/requests';
import { html } from '../elements';
import { signPicture, signs } from './signs';
import { grouped } from '../../base/grouped';
import { whose, type Names } from './words';

const actors = { os: 'OS', hardware: 'Hardware', program: 'Program' } as const;

/** What is known of the selected event: who did what, and where in the source. */
export class Details {
  readonly element = html('section', { class: 'details', 'aria-label': 'Selected event' });

  constructor(private readonly open: (place: PlaceBody) => void) {
    this.clear();
  }

  show(event: TimelineEventBody, rows: readonly ProtocolRowBody[], names: Names): void {
    const { at, cpu, pid, from, to, kind, cause, title } = event;
    const facts: [string, string][] = [
      ['instant', grouped(at)],
      ['who', `${whose(pid, names)}, CPU ${cpu}`],
      ['mode', from === to ? from : `${from} → ${to}`],
      ...(cause === null ? [] : [['cause', String(cause)] satisfies [string, string]]),
    ];
    this.element.classList.remove('idle');
    this.element.replaceChildren(
      html('h2', {}, signPicture(kind), title),
      html('dl', {}, ...facts.flatMap(([name, value]) => [html('dt', {}, name), html('dd', {}, value)])),
      html('ol', {}, ...rows.map((row, i) => this.row(row, isSame(row.place, rows[i - 1]?.place)))),
    );
  }

  /** More about the event that is shown. */
  add(element: HTMLElement): void {
    this.element.append(element);
  }

  /** Nothing is selected: what the signs mean. */
  clear(): void {
    const known = Object.entries(signs).flatMap(([kind, { words }]) => [
      html('li', {}, signPicture(kind), words),
    ]);
    this.element.classList.add('idle');
    this.element.replaceChildren(
      html('h2', {}, 'Select an event'),
      html('p', {}, 'Click it, or go from one to the next with the arrow keys.'),
      html('ul', { class: 'legend' }, ...known),
    );
  }

  private row({ actor, words, place }: ProtocolRowBody, isRepeated: boolean): HTMLLIElement {
    const item = html('li', { class: actor }, html('strong', {}, actors[actor]), ` ${words} `);
    if (place && !isRepeated) {
      const file = place.path.split(/[/\\]/).at(-1);
      const link = html('button', { type: 'button', class: 'link' }, `${file}:${place.line}`);
      link.addEventListener('click', () => this.open(place));
      item.append(link);
    }
    return item;
  }
}

const isSame = (one: PlaceBody | undefined, other: PlaceBody | undefined): boolean =>
  one?.path === other?.path && one?.line === other?.line;
