import type { TimelineBody } from '../../protocol/requests';
import { html, svg } from '../elements';
import { GUTTER, Scale } from './scale';
import type { Window } from './window';

const HEIGHT = 18;

/** The whole run in a strip, and where in it the window is. The pointer drags it; the keyboard has its own ways. */
export class Minimap {
  readonly element = html('div', { class: 'minimap', 'aria-hidden': true });
  private scale: Scale | undefined;

  /** @param onMove an instant that is to be in the middle */
  constructor(onMove: (at: number) => void) {
    const move = (event: PointerEvent): void => {
      if (this.scale) onMove(this.scale.at(event.clientX - this.element.getBoundingClientRect().left));
    };
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      move(event);
    });
    this.element.addEventListener('pointermove', (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) move(event);
    });
  }

  draw(whole: TimelineBody, window: Window, width: number): void {
    const scale = (this.scale = new Scale({ from: 0, to: Math.max(8, whole.now) }, width));
    const paths = { user: '', kernel: '', machine: '' };
    for (const { mode, from, to, steps } of whole.spans ?? []) {
      const cut = scale.cut(from, to);
      if (!cut) continue;
      const height = Math.max(1, (steps / (to - from)) * (HEIGHT / 2 - 2));
      const y = mode === 'user' ? HEIGHT / 2 - height : HEIGHT / 2;
      paths[mode] +=
        `M${cut.x.toFixed(1)} ${y.toFixed(1)}h${cut.width.toFixed(1)}v${height.toFixed(1)}h${(-cut.width).toFixed(1)}z`;
    }
    const frame = scale.cut(window.from, window.to) ?? { x: GUTTER, width: 2 };
    this.element.replaceChildren(
      svg(
        'svg',
        { width, height: HEIGHT },
        svg('text', { class: 'unit', x: 8, y: 13 }, 'whole run'),
        ...Object.entries(paths).map(([mode, d]) => svg('path', { class: `span many ${mode}`, d })),
        svg('rect', {
          class: 'frame',
          x: frame.x,
          y: 0.5,
          width: Math.max(3, frame.width - 1),
          height: HEIGHT - 1,
        }),
      ),
    );
  }
}
