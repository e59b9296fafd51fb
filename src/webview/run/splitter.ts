import { html } from '../elements';

/** What the first part has of the room, in percent. */
const USUAL = 62;
const LEAST = 20;
const MOST = 85;
/** By which a key moves the edge. */
const STEP = 4;

/** Two parts of a page and the edge between them: side by side, or one below the other where it is narrow (style.css decides). */
export class Splitter {
  readonly element: HTMLElement;
  private readonly edge = html('div', {
    class: 'edge',
    role: 'separator',
    tabindex: 0,
    'aria-label': 'Timeline and Protocol: where one ends and the other begins',
    'aria-valuemin': LEAST,
    'aria-valuemax': MOST,
  });
  private share = USUAL;

  /** @param remembered what `remember` was called with last */
  constructor(
    first: HTMLElement,
    second: HTMLElement,
    remembered: unknown,
    private readonly remember: (share: number) => void,
  ) {
    this.element = html('div', { class: 'split' }, first, this.edge, second);
    this.set(typeof remembered === 'number' ? remembered : USUAL);
    this.edge.addEventListener('pointerdown', (event) => this.edge.setPointerCapture(event.pointerId));
    this.edge.addEventListener('pointermove', (event) => {
      if (this.edge.hasPointerCapture(event.pointerId)) this.move(event);
    });
    this.edge.addEventListener('dblclick', () => this.change(USUAL));
    this.edge.addEventListener('keydown', (event) => this.pressed(event));
  }

  private get isSideBySide(): boolean {
    return getComputedStyle(this.element).flexDirection === 'row';
  }

  private move({ clientX, clientY }: PointerEvent): void {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    this.change(100 * (this.isSideBySide ? (clientX - left) / width : (clientY - top) / height));
  }

  private pressed(event: KeyboardEvent): void {
    const by = { ArrowLeft: -STEP, ArrowUp: -STEP, ArrowRight: STEP, ArrowDown: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.change(this.share + by);
  }

  private change(share: number): void {
    this.set(share);
    this.remember(this.share);
  }

  private set(share: number): void {
    this.share = Math.min(MOST, Math.max(LEAST, share));
    this.element.style.setProperty('--share', `${this.share}%`);
    this.edge.setAttribute('aria-valuenow', String(Math.round(this.share)));
  }
}
