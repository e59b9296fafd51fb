import { grouped } from '../../base/grouped';
import type { ProtocolRowBody } from '../../protocol/requests';
import { html } from '../elements';

const columns = [
  ['os', 'OS (kernel mode)'],
  ['hardware', 'Hardware'],
  ['program', 'Program (user mode)'],
] as const;
const parts = { boot: 'OS @ boot', run: 'OS @ run' } as const;

/** The table of limited direct execution: a row for each step, in the column of who does it. */
export class Table {
  private readonly body = html('tbody');
  readonly element = html(
    'table',
    { 'aria-label': 'Who does what: operating system, hardware, program' },
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        html('th', { scope: 'col', class: 'at' }, 'Instant'),
        ...columns.map(([actor, head]) => html('th', { scope: 'col', class: actor }, head)),
      ),
    ),
    this.body,
  );

  /** @param onChoose a row was clicked, or chosen by the keyboard */
  constructor(private readonly onChoose: (row: ProtocolRowBody) => void) {
    this.body.addEventListener('keydown', (event) => this.moved(event));
  }

  show(rows: readonly ProtocolRowBody[]): void {
    let part: ProtocolRowBody['part'] | undefined;
    let at: number | undefined;
    const elements: HTMLElement[] = [];
    for (const row of rows) {
      if (row.part !== part) {
        part = row.part;
        const head = html('th', { scope: 'colgroup', colspan: columns.length + 1 }, parts[part]);
        elements.push(html('tr', { class: 'part' }, head));
      }
      elements.push(this.rowOf(row, row.at !== at));
      at = row.at;
    }
    this.body.replaceChildren(...elements);
  }

  /** Marks the rows of an instant, and brings them into view. */
  mark(at: number | undefined): void {
    for (const row of this.body.querySelectorAll('[aria-current]')) row.removeAttribute('aria-current');
    if (at === undefined) return;
    const rows = [...this.body.querySelectorAll(`[data-at="${at}"]`)];
    for (const row of rows) row.setAttribute('aria-current', 'true');
    rows.at(-1)?.scrollIntoView({ block: 'nearest' });
  }

  scrollToEnd(): void {
    this.body.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }

  /** Does something to the rows, and keeps those that stay where they are on the screen, with the focus. */
  keeping(action: () => void): void {
    const focused = document.activeElement?.closest('tr')?.dataset['key'];
    const top = this.element.parentElement?.getBoundingClientRect().top ?? 0;
    const anchor = [...this.body.querySelectorAll<HTMLElement>('tr[data-key]')].find(
      (row) => row.getBoundingClientRect().bottom > top + 40,
    );
    const before = anchor?.getBoundingClientRect().top ?? 0;
    action();
    const again = anchor && this.find(anchor.dataset['key']);
    const scrolls = this.element.parentElement;
    if (again && scrolls) scrolls.scrollTop += again.getBoundingClientRect().top - before;
    this.find(focused)?.querySelector('button')?.focus({ preventScroll: true });
  }

  private find(key: string | undefined): HTMLElement | undefined {
    return [...this.body.querySelectorAll<HTMLElement>('tr[data-key]')].find(
      (row) => row.dataset['key'] === key,
    );
  }

  private rowOf(row: ProtocolRowBody, isFirst: boolean): HTMLElement {
    const { at, actor, words } = row;
    const link = html('button', { type: 'button', title: titleOf(row) }, words);
    link.addEventListener('click', () => this.onChoose(row));
    return html(
      'tr',
      { 'data-at': at, 'data-actor': actor, 'data-key': `${at} ${row.cpu} ${actor} ${words}` },
      html(
        'th',
        { scope: 'row', class: 'at' },
        // Seen once for all rows of an instant, and heard for each.
        html('span', isFirst ? {} : { class: 'unseen' }, grouped(at)),
      ),
      ...columns.map(([column]) => (column === actor ? html('td', { class: column }, link) : html('td'))),
    );
  }

  /** Up and Down go from row to row. */
  private moved(event: KeyboardEvent): void {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    const buttons = [...this.body.querySelectorAll('button')];
    const here = buttons.indexOf(event.target as HTMLButtonElement);
    const next = buttons[here + by];
    if (here < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
}

const titleOf = ({ at, cpu, place }: ProtocolRowBody): string =>
  `instant ${at}, CPU ${cpu}${place ? `: line ${place.line} of ${place.path.split(/[/\\]/).at(-1)}` : ''}`;
