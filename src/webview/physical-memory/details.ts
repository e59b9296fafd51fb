import { html } from '../elements';
import { cachedInWords, type Heat } from './heat';
import type { Cell } from './layout';
import { FRAME, type Range } from './owners';
import { addressAt, framesInWords, hex, purposeOf, sizeInWords } from './words';

/** A page of a process: a frame, and where the process has it. */
export interface ProcessPage {
  readonly pid: number;
  readonly address: bigint;
  readonly frame: number;
  readonly range: Range;
}

/** The page of a process that a square stands for, if it stands for one. */
export function pageOf({ start, end, parts }: Cell): ProcessPage | undefined {
  const [{ range }] = parts;
  const address = addressAt(range, start);
  if (end - start !== FRAME || address === undefined || range.pid === undefined) return undefined;
  return { pid: range.pid, address, frame: start, range };
}

/** The pages that other processes have at the same virtual address. */
export const sameAddress = ({ pid, address }: ProcessPage, ranges: readonly Range[]): ProcessPage[] =>
  ranges.flatMap((range) => {
    if (range.pid === undefined || range.pid === pid || range.address === undefined) return [];
    const offset = address - range.address;
    if (offset < 0n || offset >= BigInt(range.size)) return [];
    return [{ pid: range.pid, address, frame: range.start + Number(offset), range }];
  });

/** What is known of the chosen square. */
export class Details {
  readonly element = html('section', { class: 'details', 'aria-label': 'Chosen frames' });

  /** @param onGo the frame of another process was asked for; @param onWalk the page walk to a page was */
  constructor(
    private readonly onGo: (frame: number) => void,
    private readonly onWalk: (page: ProcessPage) => void,
  ) {
    this.clear();
  }

  clear(): void {
    this.element.replaceChildren(
      html('h2', {}, 'Choose a frame'),
      html('p', {}, 'Click a square, or go there with the arrow keys and press Enter.'),
    );
  }

  show(cell: Cell, ranges: readonly Range[], heat: Heat): void {
    const page = pageOf(cell);
    const parts = cell.parts.map(({ range, start, end }) =>
      html('li', {}, purposeOf(range), ...this.within(range, end - start)),
    );
    this.element.replaceChildren(html('h2', {}, framesInWords(cell)), html('ul', {}, ...parts));
    if (heat.isKnown) {
      this.element.append(html('p', {}, `Caches: ${cachedInWords(heat.of(cell))}.`));
      if (cell.end - cell.start === FRAME) this.element.append(heat.lines(cell.start));
    }
    if (page) this.element.append(...this.placeOf(page, sameAddress(page, ranges)));
  }

  /** The stretch that a part of a square belongs to, where that is larger. */
  private within({ start, end, size }: Range, shown: number): HTMLElement[] {
    if (size === shown) return [];
    const words = `in ${hex(start)} – ${hex(end)}, ${size / FRAME} frames, ${sizeInWords(size)}`;
    return [html('span', { class: 'within' }, words)];
  }

  private placeOf(page: ProcessPage, others: readonly ProcessPage[]): HTMLElement[] {
    const walk = html('button', { type: 'button', class: 'link' }, 'Page walk');
    walk.addEventListener('click', () => this.onWalk(page));
    const rows = others.map((other) => {
      const go = html('button', { type: 'button', class: 'link' }, `frame ${hex(other.frame)}`);
      go.addEventListener('click', () => this.onGo(other.frame));
      return html('li', {}, `${purposeOf(other.range)}, `, go);
    });
    const address = hex(page.address);
    return [
      html('p', {}, `Virtual address ${address}. `, walk),
      ...(rows.length === 0
        ? []
        : [html('p', {}, `The same address ${address} is also in`), html('ul', { class: 'same' }, ...rows)]),
    ];
  }
}
