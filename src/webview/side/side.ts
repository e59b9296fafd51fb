import type { FromSideView, SideViewName, SideViews, ToSideView } from '../../protocol/side-views';
import type { PlaceBody } from '../../protocol/requests';
import { html } from '../elements';

declare function acquireVsCodeApi(): { postMessage(message: FromSideView): void };

/** What a view is drawn with. */
export interface Drawing {
  /** Says something to the extension. */
  say(message: FromSideView): void;
  /** A value that is marked when it is another one than before; `key` names it. */
  value(key: string, text: string, attributes?: Readonly<Record<string, string>>): HTMLElement;
  /** A part that can be folded, and stays so. */
  folded(key: string, summary: (Node | string)[], content: readonly Node[], isOpen?: boolean): HTMLElement;
  /** A button that leads to the source; plain words where there is none. */
  link(words: string, place: PlaceBody | undefined): HTMLElement;
}

/** A webview in the side bar: it is drawn anew each time that the extension has something to show, and keeps what is unfolded. */
export function sideView<V extends SideViewName>(
  draw: (view: SideViews[V], drawing: Drawing) => readonly Node[],
): void {
  const host = acquireVsCodeApi();
  const main = document.getElementById('view')!;
  const title = main.firstElementChild!;
  const said = html('p', { role: 'status', class: 'status' });
  const content = html('div', { class: 'content' });
  main.replaceChildren(title, said, content);

  const open = new Map<string, boolean>();
  let values = new Map<string, string>();
  /** Those of the stop before: a stop may be drawn several times. */
  let before: ReadonlyMap<string, string> = values;
  let session: string | undefined;
  let moment: string | undefined;
  const show = ({ view, session: shown, moment: now }: ToSideView<V>): void => {
    if (shown !== session) before = new Map();
    else if (now !== moment) before = values;
    session = shown;
    moment = now;
    values = new Map();
    const drawing: Drawing = {
      say: (message) => host.postMessage(message),
      value: (key, text, attributes = {}) => {
        values.set(key, text);
        const isNew = before.has(key) && before.get(key) !== text;
        const element = html('span', { ...attributes, class: isNew ? 'value changed' : 'value' }, text);
        if (isNew) element.append(html('span', { class: 'unseen' }, ' (changed)'));
        return element;
      },
      folded: (key, summary, inside, isOpen = false) => {
        const element = html(
          'details',
          { open: open.get(key) ?? isOpen },
          html('summary', { 'data-key': key }, ...summary),
          ...inside,
        );
        element.addEventListener('toggle', () => open.set(key, element.open));
        return element;
      },
      link: (words, place) => {
        if (!place) return html('span', {}, words);
        const button = html('button', { type: 'button', class: 'link', 'data-key': words }, words);
        button.addEventListener('click', () => host.postMessage({ type: 'open', place }));
        return button;
      },
    };
    const focused = (document.activeElement as HTMLElement | null)?.dataset['key'];
    const top = document.scrollingElement?.scrollTop ?? 0;
    said.textContent = view.message ?? '';
    content.replaceChildren(...draw(view, drawing));
    if (focused !== undefined) {
      content
        .querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)
        ?.focus({ preventScroll: true });
    }
    document.scrollingElement?.scrollTo({ top });
  };
  window.addEventListener('message', ({ data }: MessageEvent<ToSideView<V>>) => show(data));
  host.postMessage({ type: 'ready' });
}

/** An address as a function and a line where they are known: `write_line+8 (hello.s:12)`. */
export const fileAndLine = ({ path, line }: PlaceBody): string => `${path.split(/[\\/]/).at(-1)}:${line}`;
