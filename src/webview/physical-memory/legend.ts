import { html } from '../elements';
import { FRAME, ownerOf, type Range } from './owners';
import { hex, sizeInWords } from './words';

/** Who has how much. A click has the frames of one owner stand out, for a process with its page tables and kernel stack. */
export class Legend {
  private readonly list = html('ul', { class: 'owners' });
  private readonly devices = html('dl', { class: 'devices' });
  readonly element = html(
    'section',
    { class: 'legend', 'aria-label': 'Owners' },
    html('h2', {}, 'Owners'),
    this.list,
    html('h2', {}, 'Devices'),
    this.devices,
  );
  private pressed: string | undefined;
  private readonly owned = new Map<string, Range>();
  /** Sizes at the stop before, to say what came and went. */
  private before = new Map<string, number>();
  private sizes = new Map<string, number>();
  private last: readonly Range[] = [];

  /** @param onPress which frames are to stand out; undefined: none */
  constructor(private readonly onPress: (owns: ((range: Range) => boolean) | undefined) => void) {
    this.list.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button) this.press(button.dataset['owner']);
    });
  }

  show(ranges: readonly Range[]): void {
    const sizes = new Map<string, number>();
    this.owned.clear();
    for (const range of ranges) {
      if (range.owner === 'device') continue;
      const { key } = ownerOf(range);
      sizes.set(key, (sizes.get(key) ?? 0) + range.size);
      this.owned.set(key, range);
    }
    // Drawn again, but not asked again.
    if (ranges !== this.last) [this.before, this.sizes, this.last] = [this.sizes, sizes, ranges];
    if (this.pressed !== undefined && !sizes.has(this.pressed)) this.pressed = undefined;
    const focused = this.list.querySelector<HTMLElement>('button:focus')?.dataset['owner'];
    this.list.replaceChildren(...[...sizes].map(([key, size]) => html('li', {}, this.item(key, size))));
    if (focused !== undefined) this.button(focused)?.focus();
    this.onPress(this.chosen());
    this.devices.replaceChildren(
      ...ranges
        .filter(({ owner }) => owner === 'device')
        .flatMap(({ name = '', start, end }) => [
          html('dt', {}, name),
          html('dd', {}, `${hex(start)} – ${hex(end)}`),
        ]),
    );
  }

  private item(key: string, size: number): HTMLElement {
    const { sign, label, color } = ownerOf(this.owned.get(key)!);
    const button = html(
      'button',
      { type: 'button', class: 'owner', 'aria-pressed': key === this.pressed },
      html('span', { class: `cell ${color}`, 'aria-hidden': true }, sign),
      html('span', { class: 'label' }, label),
      ' ',
      html('span', { class: 'size' }, sizeInWords(size) + this.change(key, size)),
    );
    button.dataset['owner'] = key;
    return button;
  }

  /** ` (+3)`: frames more than at the stop before. */
  private change(key: string, size: number): string {
    const frames = this.before.size === 0 ? 0 : (size - (this.before.get(key) ?? 0)) / FRAME;
    return frames === 0 ? '' : ` (${frames > 0 ? '+' : '−'}${Math.abs(frames)})`;
  }

  private button(key: string): HTMLElement | undefined {
    return [...this.list.querySelectorAll('button')].find(({ dataset }) => dataset['owner'] === key);
  }

  private press(key: string | undefined): void {
    this.pressed = key === this.pressed ? undefined : key;
    for (const button of this.list.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset['owner'] === this.pressed));
    }
    this.onPress(this.chosen());
  }

  private chosen(): ((range: Range) => boolean) | undefined {
    if (this.pressed === undefined) return undefined;
    const one = this.owned.get(this.pressed)!;
    if (one.owner === 'process') return ({ pid }) => pid === one.pid;
    return ({ owner }) => owner === one.owner;
  }
}
