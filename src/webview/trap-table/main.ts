import type { TrapTableView } from '../../protocol/side-views';
import { html } from '../elements';
import { sideView, type Drawing } from '../side/side';

type Entry = TrapTableView['entries'][number];

sideView<'trapTable'>(({ entries }, drawing) => {
  if (entries.length === 0) return [];
  const heads = ['Stop', 'Number', 'Cause', 'Handler', 'Times'];
  const part = (title: string, note: string, of: readonly Entry[]): HTMLElement[] => [
    html(
      'tr',
      { class: 'part' },
      html('th', { colspan: heads.length, scope: 'colgroup' }, html('strong', {}, title), ` ${note}`),
    ),
    ...of.map((entry) => row(entry, drawing)),
  ];
  return [
    html(
      'table',
      { 'aria-label': 'Trap table' },
      html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
      html(
        'tbody',
        {},
        ...part(
          'Exceptions',
          'an instruction causes them; a system call is one',
          entries.filter(({ interrupt }) => !interrupt),
        ),
        ...part(
          'Interrupts',
          'come from outside, between two instructions',
          entries.filter(({ interrupt }) => interrupt),
        ),
      ),
    ),
  ];
});

function row(entry: Entry, drawing: Drawing): HTMLElement {
  const { cause, interrupt, name, doc, stops, count } = entry;
  const id = `${interrupt ? 'interrupt' : 'exception'} ${cause}`;
  const box = html('input', { type: 'checkbox', 'aria-label': `Stop at ${name}`, 'data-key': id });
  box.checked = stops;
  box.addEventListener('change', () => drawing.say({ type: 'stopAt', cause, interrupt, stops: box.checked }));
  return html(
    'tr',
    { 'data-cause': id, class: count > 0 ? 'taken' : 'quiet' },
    html('td', {}, box),
    html('td', { class: 'number' }, String(cause)),
    html('th', { scope: 'row', title: doc }, name),
    html('td', {}, ...handler(entry, drawing)),
    html('td', { class: 'number' }, drawing.value(`count ${id}`, String(count))),
  );
}

/** Where the hardware jumps, and what the kernel goes on to. */
function handler(
  { takenIn, vector, vectorName, handler: found, unseen }: Entry,
  drawing: Drawing,
): (Node | string)[] {
  const jump = `the hardware jumps to ${vector ?? 'nowhere yet: no vector is installed'}${vectorName ? ` (${vectorName})` : ''}, in ${takenIn} mode`;
  const target = found?.name ?? found?.address;
  const words =
    target === undefined
      ? html('span', {}, unseen ? 'not seen yet' : (vectorName ?? vector ?? 'no vector yet'))
      : drawing.link(target, found?.place);
  words.title = jump;
  const [own] = found?.seen?.own ?? [];
  const more = own === undefined || own === target ? [] : [` → ${own}`];
  return [
    words,
    ...more,
    ...(found?.seen
      ? [
          html(
            'span',
            { class: 'quiet', title: `seen at instant ${found.seen.at}: ${found.seen.path.join(', ')}` },
            ' (seen)',
          ),
        ]
      : []),
  ];
}
