import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import type { ProtocolBody, ProtocolRowBody } from '../../protocol/requests';
import { Bridge } from '../bridge';
import { html } from '../elements';

const columns = [
  ['os', 'OS (kernel mode)'],
  ['hardware', 'Hardware'],
  ['program', 'Program (user mode)'],
] as const;
const parts = { boot: 'OS @ boot', run: 'OS @ run' } as const;

const bridge = new Bridge();
const status = html('p', { role: 'status', class: 'status' });
const body = html('tbody');
const table = html(
  'table',
  { 'aria-label': 'Who does what: operating system, hardware, program' },
  html('thead', {}, html('tr', {}, ...columns.map(([, head]) => html('th', { scope: 'col' }, head)))),
  body,
);
document.getElementById('view')!.append(status, table);

const update = coalesced(async () => {
  try {
    show(await bridge.ask('trapframe/protocol', {}));
  } catch (error) {
    status.textContent = messageOf(error);
  }
});

function show({ rows, truncated }: ProtocolBody): void {
  status.textContent =
    rows.length === 0 ? 'Nothing has happened yet.' : truncated ? 'Earlier steps are not shown.' : '';
  let part: ProtocolRowBody['part'] | undefined;
  const elements: HTMLElement[] = [];
  for (const row of rows) {
    if (row.part !== part) {
      part = row.part;
      elements.push(
        html('tr', { class: 'part' }, html('th', { scope: 'colgroup', colspan: 3 }, parts[part])),
      );
    }
    elements.push(rowOf(row));
  }
  body.replaceChildren(...elements);
  elements.at(-1)?.scrollIntoView({ block: 'nearest' });
}

function rowOf(row: ProtocolRowBody): HTMLElement {
  const link = html('button', { type: 'button', title: titleOf(row), disabled: !row.place }, row.words);
  link.addEventListener('click', () => bridge.say({ type: 'show', at: row.at }));
  return html(
    'tr',
    { 'data-at': row.at, 'data-actor': row.actor },
    ...columns.map(([actor]) => (actor === row.actor ? html('td', { class: actor }, link) : html('td'))),
  );
}

const titleOf = ({ at, cpu, place }: ProtocolRowBody): string =>
  `instant ${at}, CPU ${cpu}${place ? `: line ${place.line} of ${place.path.split(/[/\\]/).at(-1)}` : ''}`;

bridge.onChanged = (session, running) => {
  if (session === undefined) {
    body.replaceChildren();
    status.textContent = 'The protocol of a run is shown here while a program is debugged.';
  } else if (running) status.textContent = 'The machine runs.';
  else update();
};
bridge.ready();
