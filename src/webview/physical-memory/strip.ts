import { html } from '../elements';
import { ownerOf, type Range } from './owners';

/** All of the RAM, true to scale. The legend says the same in words. */
export class Strip {
  readonly element = html('div', { class: 'strip', 'aria-hidden': true });

  show(ranges: readonly Range[]): void {
    this.element.replaceChildren(
      ...ranges.map((range) => {
        const part = html('span', { class: ownerOf(range).color });
        part.style.flexGrow = String(range.size);
        return part;
      }),
    );
  }
}
