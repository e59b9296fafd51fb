import { html } from '../elements';
import type { Heat } from './heat';
import type { Cell, Layout, Row } from './layout';
import { mainPart } from './layout';
import { pageAt, written } from '../written';
import { FRAME, ownerOf, type Range } from './owners';
import { cellInWords, hex, sizeInWords } from './words';

/** The squares and bands of the map. Arrow keys go from one to the next, which a screen reader then reads. */
export class Grid {
  readonly element = html('div', { role: 'grid', class: 'grid', 'aria-label': 'Frames of physical memory' });
  private readonly cells = new Map<Element, Cell>();
  /** The one that the Tab key comes to. */
  private current: HTMLElement | undefined;

  /** @param onChoose a square was clicked, or Enter was pressed on it; @param onPoint what the keyboard is on */
  constructor(
    private readonly onChoose: (cell: Cell) => void,
    private readonly onPoint: (cell: Cell) => void,
  ) {
    this.element.addEventListener('keydown', (event) => this.key(event));
    this.element.addEventListener('click', ({ target }) => {
      const found = this.find(target);
      if (!found) return;
      this.step(found.element);
      this.onChoose(found.cell);
    });
    this.element.addEventListener('focusin', ({ target }) => {
      const found = this.find(target);
      if (!found) return;
      this.step(found.element);
      this.onPoint(found.cell);
    });
  }

  /** Draws a layout; rows that are as they were stay where they are, and so does the focus. */
  show({ rows }: Layout): void {
    const hadFocus = this.element.contains(document.activeElement);
    const start = this.current && this.cells.get(this.current)?.start;
    const before = new Map(
      [...this.element.children].map((row) => [(row as HTMLElement).dataset['key'], row]),
    );
    const cells = new Map<Element, Cell>();
    const drawn = rows.map((row) => {
      const key = keyOf(row);
      const element = before.get(key) ?? drawRow(row, key);
      before.delete(key);
      const squares = 'band' in row ? [row.band] : row.cells;
      squares.forEach((cell, i) => cells.set(element.children[i + 1], cell));
      return element;
    });
    this.cells.clear();
    for (const [element, cell] of cells) this.cells.set(element, cell);
    // Nothing that stays is moved: it would lose the focus.
    for (const row of before.values()) row.remove();
    drawn.forEach((row, i) => {
      const there = this.element.children[i];
      if (there !== row) this.element.insertBefore(row, there);
    });
    const next = start === undefined ? undefined : this.at(start);
    this.step(next ?? this.all[0], hadFocus);
  }

  /** What is at a place of the page. */
  find(target: EventTarget | null): { element: HTMLElement; cell: Cell } | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;
    const cell = element && this.cells.get(element);
    return element && cell ? { element, cell } : undefined;
  }

  /** Marks the frames that the words for it fit: seen by their outline, and heard. */
  mark(name: 'chosen' | 'same', of: (cell: Cell) => boolean): void {
    for (const [element, cell] of this.cells) {
      const is = of(cell);
      element.classList.toggle(name, is);
      if (name === 'chosen') element.setAttribute('aria-selected', String(is));
      else if (is) element.setAttribute('aria-description', 'has the same virtual address');
      else element.removeAttribute('aria-description');
    }
  }

  /** Shows how much of each square is in caches. */
  warm(heat: Heat): void {
    for (const [element, cell] of this.cells) {
      const { first, second } = heat.isKnown ? heat.of(cell) : { first: 0, second: 0 };
      element.classList.toggle('hot', first > 0);
      element.classList.toggle('warm', first === 0 && second > 0);
    }
  }

  /** Has the frames of one owner stand out; undefined: all alike. */
  emphasize(owns: ((range: Range) => boolean) | undefined): void {
    for (const [element, { parts }] of this.cells) {
      element.classList.toggle('faint', owns !== undefined && !parts.some(({ range }) => owns(range)));
    }
  }

  /** Goes to the square with a frame, which has the keyboard from then on. */
  go(address: number): void {
    this.step(this.at(address), true);
  }

  private at(address: number): HTMLElement | undefined {
    for (const [element, { start, end }] of this.cells) {
      if (address >= start && address < end) return element as HTMLElement;
    }
    return undefined;
  }

  private get all(): HTMLElement[] {
    return [...this.cells.keys()] as HTMLElement[];
  }

  private step(to: HTMLElement | undefined, isFocused = false): void {
    this.current?.setAttribute('tabindex', '-1');
    this.current = to;
    to?.setAttribute('tabindex', '0');
    if (isFocused) to?.focus();
  }

  private key(event: KeyboardEvent): void {
    const found = this.find(event.target);
    if (!found || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return this.onChoose(found.cell);
    }
    const to = this.neighbour(found.element, event.key, event.ctrlKey);
    if (!to) return;
    event.preventDefault();
    this.step(to, true);
  }

  /** Where a key leads to, as in every grid (ARIA Authoring Practices Guide, "Grid Pattern"). */
  private neighbour(from: HTMLElement, key: string, isFar: boolean): HTMLElement | undefined {
    const { all } = this;
    const index = all.indexOf(from);
    const row = from.parentElement!;
    const place = [...row.children].indexOf(from);
    const inRow = (other: Element | null): Element | undefined =>
      other?.children[Math.min(place, other.children.length - 1)];
    const found: Readonly<Record<string, () => Element | undefined>> = {
      ArrowLeft: () => all[index - 1],
      ArrowRight: () => all[index + 1],
      ArrowUp: () => inRow(row.previousElementSibling),
      ArrowDown: () => inRow(row.nextElementSibling),
      Home: () => (isFar ? all[0] : row.children[1]),
      End: () => (isFar ? all.at(-1) : (row.lastElementChild ?? undefined)),
    };
    return found[key]?.() as HTMLElement | undefined;
  }
}

/** The same for rows that look and read alike. */
const keyOf = (row: Row): string =>
  ('band' in row ? [row.band] : row.cells).map((cell) => cellInWords(cell).join()).join(';');

function drawRow(row: Row, key: string): HTMLElement {
  const squares = 'band' in row ? [row.band] : row.cells;
  const element = html(
    'div',
    { role: 'row', class: 'row' },
    html('span', { role: 'rowheader', class: 'address' }, hex(squares[0].start)),
    ...squares.map((cell) => draw(cell, 'band' in row)),
  );
  element.dataset['key'] = key;
  return element;
}

function draw(cell: Cell, isBand: boolean): HTMLElement {
  const { sign, label, color } = ownerOf(mainPart(cell).range);
  const isMixed = cell.parts.length > 1;
  const seen = isBand ? `${label}: ${sizeInWords(cell.end - cell.start)}` : sign;
  const element = html(
    'span',
    {
      role: 'gridcell',
      tabindex: -1,
      'aria-label': [...(isBand ? [seen] : []), ...cellInWords(cell)].join(', '),
      'aria-selected': false,
      class: ['cell', color, isBand ? 'band' : '', isMixed ? 'mixed' : ''].filter(Boolean).join(' '),
      ...(cell.end - cell.start === FRAME ? written(pageAt(hex(cell.start))) : {}),
    },
    seen,
  );
  element.dataset['owner'] = ownerOf(mainPart(cell).range).key;
  return element;
}
