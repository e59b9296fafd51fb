import { html } from '../elements';
import type { Follows } from './follow';

export interface Actions {
  zoom(factor: number): void;
  step(by: 1 | -1): void;
  follow(follows: Follows): void;
  stretch(): void;
  savePicture(): void;
  saveTrace(): void;
}

const modes = ['user', 'kernel', 'machine'] as const;
const windows: readonly [Follows, string, string][] = [
  ['latest', 'Latest', 'The last traps and returns, up to now (0)'],
  ['programs', 'Programs', 'From the first program until now'],
  ['run', 'Whole run', 'From the reset until now, with booting'],
];

/** Buttons for everything that keys do, and what the colours stand for. */
export class Toolbar {
  readonly element = html('div', { role: 'toolbar', 'aria-label': 'Timeline', class: 'toolbar' });
  private readonly stretched: HTMLButtonElement;
  private readonly followers = new Map<Follows, HTMLButtonElement>();

  constructor(actions: Actions) {
    const button = (words: string, title: string, action: () => void): HTMLButtonElement => {
      // Words name a button by themselves; a sign does not.
      const name = /\w/.test(words) ? {} : { 'aria-label': title };
      const element = html('button', { type: 'button', title, ...name }, words);
      element.addEventListener('click', action);
      return element;
    };
    const group = (...buttons: HTMLElement[]): HTMLElement => html('span', { class: 'group' }, ...buttons);
    for (const [follows, words, title] of windows) {
      this.followers.set(
        follows,
        button(words, title, () => actions.follow(follows)),
      );
    }
    this.stretched = button('Stretched', 'Room for short stretches: not to scale (s)', () =>
      actions.stretch(),
    );
    this.element.append(
      group(
        button('‹', 'The event before (Left)', () => actions.step(-1)),
        button('›', 'The event after (Right)', () => actions.step(1)),
      ),
      group(
        button('−', 'Zoom out (-)', () => actions.zoom(2)),
        button('+', 'Zoom in (+)', () => actions.zoom(0.5)),
      ),
      group(...this.followers.values()),
      group(this.stretched),
      html(
        'span',
        { class: 'modes' },
        ...modes.map((mode) => html('span', { class: `mode ${mode}` }, `${mode} mode`)),
      ),
      group(
        button('SVG', 'Save the drawing as SVG', () => actions.savePicture()),
        button('Perfetto', 'Save the run as a trace for Perfetto', () => actions.saveTrace()),
      ),
    );
  }

  /** Which window goes on with the run; undefined: the user chose one. */
  show(follows: Follows | undefined, isStretched: boolean, canStretch: boolean): void {
    this.stretched.disabled = !canStretch;
    this.stretched.setAttribute('aria-pressed', String(isStretched));
    for (const [one, element] of this.followers)
      element.setAttribute('aria-pressed', String(one === follows));
  }
}
