import { html } from '../elements';
import type { Cell } from './layout';
import { cachedInWords, type Heat } from './heat';
import { cellInWords } from './words';

/** A card that tells what the pointer is on. Screen readers hear the square itself. */
export class Hover {
  readonly card = html('div', { class: 'card', 'aria-hidden': true, hidden: true });
  private cell: Cell | undefined;
  /** Which lines are in caches, where there are any. */
  heat: Heat | undefined;

  show(cell: Cell | undefined, { clientX, clientY }: { clientX: number; clientY: number }): void {
    if (!cell) return this.hide();
    if (cell !== this.cell) {
      const [headline, ...rest] = cellInWords(cell);
      if (this.heat?.isKnown) rest.push(cachedInWords(this.heat.of(cell)));
      this.card.replaceChildren(html('strong', {}, headline), ...rest.map((line) => html('span', {}, line)));
    }
    this.cell = cell;
    this.card.hidden = false;
    const { offsetWidth, offsetHeight } = this.card;
    const left = Math.max(4, Math.min(clientX + 14, window.innerWidth - offsetWidth - 8));
    const isBelow = clientY + 18 + offsetHeight < window.innerHeight;
    this.card.style.translate = `${left}px ${isBelow ? clientY + 18 : Math.max(4, clientY - offsetHeight - 8)}px`;
  }

  hide(): void {
    this.card.hidden = true;
    this.cell = undefined;
  }
}
