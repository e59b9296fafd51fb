import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import type { ProtocolRowBody } from '../../protocol/requests';
import { Bridge } from '../bridge';
import { html } from '../elements';
import { Pages } from './pages';
import { Table } from './table';

const bridge = new Bridge();
const pages = new Pages(bridge);
const status = html('p', { role: 'status', class: 'status' });
const table = new Table((row) => choose(row));

/** Rows behind it are fetched when one scrolls there, or by a click. */
function end(words: string, action: () => Promise<void>): HTMLButtonElement {
  const button = html('button', { type: 'button', class: 'end', hidden: true }, words);
  const load = coalesced(async () => {
    try {
      await action();
      table.keeping(show);
    } catch (error) {
      status.textContent = messageOf(error);
    }
  });
  button.addEventListener('click', load);
  new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) load();
  }).observe(button);
  return button;
}
const earlier = end('Earlier steps', () => pages.earlier());
const later = end('Later steps', () => pages.later());
document.getElementById('view')!.append(status, earlier, table.element, later);

let chosen: number | undefined;
/** What is to be said of the session. */
let note = '';

function show(): void {
  table.show(pages.rows);
  table.mark(chosen);
  earlier.hidden = !pages.hasEarlier;
  later.hidden = !pages.hasLater;
  status.textContent = note === '' && pages.rows.length === 0 ? 'Nothing has happened yet.' : note;
}

const update = coalesced(async () => {
  try {
    chosen = undefined;
    await pages.latest();
    show();
    table.scrollToEnd();
  } catch (error) {
    status.textContent = messageOf(error);
  }
});

function choose({ at, place }: ProtocolRowBody): void {
  chosen = at;
  table.mark(at);
  bridge.say({ type: 'chosen', at });
  if (place) bridge.say({ type: 'open', place, focus: false });
}

async function reveal(at: number): Promise<void> {
  chosen = at;
  if (!pages.rows.some((row) => row.at === at)) {
    await pages.around(at);
    show();
  }
  table.mark(at);
}

bridge.onReveal = (at) => {
  reveal(at).catch((error: unknown) => (status.textContent = messageOf(error)));
};
bridge.onChanged = (session, isOver) => {
  note = isOver ? 'The session has ended. This is its run.' : '';
  if (session !== undefined) return update();
  // What was last seen of a run stays until there is another one.
  earlier.hidden = later.hidden = true;
  status.textContent =
    pages.rows.length > 0
      ? 'The session has ended. This is what was last seen of its run.'
      : 'The protocol of a run is shown here while a program is debugged.';
};
bridge.ready();
