import type { PhysicalMemoryBody } from '../../protocol/requests';
import { html } from '../elements';
import type { Cell } from './layout';
import { FRAME } from './owners';

/** Lines of a frame, and their bytes. */
const LINES = 64;
const LINE = FRAME / LINES;

/** How many lines of some frames are in caches. */
export interface Cached {
  /** In an L1 cache. */
  readonly first: number;
  /** In the L2 cache alone. */
  readonly second: number;
}

type Page = { readonly first: bigint; readonly second: bigint };

/** Which lines of memory the caches hold: how warm each frame is. */
export class Heat {
  private readonly pages: ReadonlyMap<number, Page>;

  constructor({ cached = [] }: Pick<PhysicalMemoryBody, 'cached'>) {
    this.pages = new Map(
      cached.map(({ start, first, second }) => [
        Number(start),
        { first: BigInt(first), second: BigInt(second) },
      ]),
    );
  }

  get isKnown(): boolean {
    return this.pages.size > 0;
  }

  of({ start, end }: Pick<Cell, 'start' | 'end'>): Cached {
    let first = 0;
    let second = 0;
    for (const [page, lines] of this.pages) {
      if (page < start || page >= end) continue;
      first += ones(lines.first);
      second += ones(lines.second);
    }
    return { first, second };
  }

  /** The lines of one frame, drawn one by one. */
  lines(frame: number): HTMLElement {
    const { first, second } = this.pages.get(frame) ?? { first: 0n, second: 0n };
    const squares = Array.from({ length: LINES }, (_, index) => {
      const bit = 1n << BigInt(index);
      const level = (first & bit) !== 0n ? 'first' : (second & bit) !== 0n ? 'second' : 'none';
      const where = { first: 'in L1', second: 'in L2', none: 'in no cache' }[level];
      return html('span', {
        class: `line ${level}`,
        title: `0x${(frame + index * LINE).toString(16)}: ${where}`,
      });
    });
    return html('div', { class: 'lines', 'aria-hidden': true }, ...squares);
  }
}

/** `5 lines of 64 bytes in an L1 cache, 12 more in L2` */
export const cachedInWords = ({ first, second }: Cached): string =>
  first + second === 0
    ? 'in no cache'
    : `${first} ${first === 1 ? 'line' : 'lines'} of ${LINE} bytes in an L1 cache, ${second} more in L2`;

function ones(bits: bigint): number {
  let count = 0;
  for (; bits !== 0n; bits &= bits - 1n) count++;
  return count;
}
