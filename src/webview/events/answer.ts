import { html } from '../elements';
import { grouped } from '../../base/grouped';
import type { Answer, Row } from './columns';

/** The answer to a question. Each row leads to its instant. */
export class AnswerTable {
  private readonly head = html('tr');
  private readonly body = html('tbody');
  readonly element = html(
    'div',
    { class: 'answer', tabindex: 0, role: 'region', 'aria-label': 'Answer' },
    html('table', {}, html('thead', {}, this.head), this.body),
  );

  /** @param go takes the machine to an instant */
  constructor(private readonly go: (at: number) => void) {}

  /** @param now the instant at which the machine stands */
  show({ columns, rows }: Answer, now: number): void {
    const isNumber = columns.map((_, i) => rows.every(({ cells }) => typeof cells[i] !== 'string'));
    this.head.replaceChildren(
      ...columns.map((name, i) => html('th', { scope: 'col', class: isNumber[i] && 'number' }, name)),
    );
    const leading = Math.max(columns.indexOf('instant'), columns.indexOf('first'));
    this.body.replaceChildren(...rows.map((row) => this.row(row, isNumber, leading, now)));
  }

  private row({ cells, at }: Row, isNumber: readonly boolean[], leading: number, now: number): HTMLElement {
    const shown = cells.map((cell, i) => {
      const text = cell === null ? '' : typeof cell === 'number' ? grouped(cell) : cell;
      if (i !== leading) return html('td', { class: isNumber[i] && 'number' }, text);
      const title = 'Go to this instant';
      const button = html('button', { type: 'button', class: 'link', title }, text);
      button.addEventListener('click', () => this.go(at));
      return html('td', { class: 'number' }, button);
    });
    return html('tr', { 'data-at': at, ...(at === now ? { 'aria-current': 'true' } : {}) }, ...shown);
  }
}
