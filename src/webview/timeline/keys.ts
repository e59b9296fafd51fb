import type { Follows } from './follow';

export interface KeyActions {
  /** To the event before or after. */
  step(by: 1 | -1): void;
  /** To the first event, or the last. */
  goTo(end: 'first' | 'last'): void;
  zoom(factor: number): void;
  /** @param share of the window's width */
  pan(share: number): void;
  follow(follows: Follows): void;
  stretch(): void;
  open(): void;
  unselect(): void;
}

/** What each key does in the drawing (docs/views.md). */
export function onKeys(chart: HTMLElement, actions: KeyActions): void {
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => actions.step(-1),
    ArrowRight: () => actions.step(1),
    Home: () => actions.goTo('first'),
    End: () => actions.goTo('last'),
    '+': () => actions.zoom(0.5),
    '=': () => actions.zoom(0.5),
    '-': () => actions.zoom(2),
    PageUp: () => actions.pan(-0.5),
    PageDown: () => actions.pan(0.5),
    '0': () => actions.follow('latest'),
    s: () => actions.stretch(),
    Enter: () => actions.open(),
    Escape: () => actions.unselect(),
  };
  chart.addEventListener('keydown', (event) => {
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
}
