import type { TrapView } from '../../protocol/side-views';
import type { ChangeBody } from '../../protocol/requests';
import { html } from '../elements';
import { sideView, type Drawing } from '../side/side';
import { written } from '../written';

type Card = NonNullable<TrapView['card']>;

sideView<'trapCard'>(({ card }, drawing) => {
  if (!card) return [];
  return [
    html('p', { class: 'headline' }, card.headline),
    html('p', {}, term(card.headline, drawing)),
    band('hardware', 'The hardware changed', 'all in one step', [
      changes('The hardware changed', card.hardware, drawing),
    ]),
    saved(card, drawing),
    band('return', 'The return from the trap will restore', 'sret, as things are now', [
      changes('The return from the trap will restore', card.restores, drawing),
    ]),
  ];
});

/** Kinds of traps as the glossary has them, by the words that a headline has for them; the first that fits. */
const TERMS: readonly (readonly [RegExp, string])[] = [
  [/^System call/, 'a system call'],
  [/^(?:Supervisor |Machine )?timer interrupt/i, 'a timer interrupt'],
  [/interrupt/i, 'an interrupt'],
  [/page fault/i, 'a page fault'],
  [/^/, 'an exception'],
];

/** Leads to what this kind of trap is. */
function term(headline: string, drawing: Drawing): HTMLElement {
  const [, words] = TERMS.find(([pattern]) => pattern.test(headline))!;
  const button = html('button', { type: 'button', class: 'link' }, `What is ${words}?`);
  button.addEventListener('click', () => drawing.say({ type: 'term', term: words.replace(/^an? /, '') }));
  return button;
}

/** One of the three who act at a trap. */
const band = (who: string, title: string, note: string, content: readonly Node[]): HTMLElement =>
  html(
    'section',
    { class: `band ${who}`, 'aria-label': title },
    html('h2', {}, title, ' ', html('span', { class: 'quiet' }, note)),
    ...content,
  );

const changes = (label: string, all: readonly ChangeBody[], drawing: Drawing): HTMLElement =>
  table(
    label,
    ['Field', 'Before', 'After'],
    all.map(({ what, before, after }): Row => [
      what,
      before === '—'
        ? html(
            'span',
            { title: 'not known: nobody has kept it', 'aria-label': 'not known', role: 'img' },
            '—',
          )
        : html('code', {}, before),
      drawing.value(`${label} ${what}`, after),
      WRITTEN.test(what) ? what : undefined,
    ]),
  );

/** Registers of the machine that keep what the hardware wrote at the trap. */
const WRITTEN = /^(?:sepc|scause|stval|mepc|mcause|mtval|[sm]status(?:\.\w+)?)$/;

function saved({ saved: registers, frame }: Card, drawing: Drawing): HTMLElement {
  const title = 'The kernel saved';
  if (registers.length === 0) return band('kernel', title, 'nothing yet', []);
  const rows = registers.map(({ name, address, value }): Row => [
    name,
    html('code', {}, address),
    drawing.value(`saved ${name}`, value),
    `*(unsigned long *)${address}`,
  ]);
  const words = `${registers.length} registers in the trap frame${frame === undefined ? '' : ` at ${frame}`}`;
  return band('kernel', title, '', [
    drawing.folded('saved', [words], [table(title, ['Register', 'Saved at', 'Value'], rows)]),
  ]);
}

/** A name, two values, and an expression for where the second is written. */
type Row = readonly [string, Node, Node, string | undefined];

function table(label: string, heads: readonly string[], rows: readonly Row[]): HTMLElement {
  return html(
    'table',
    { 'aria-label': label },
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html(
      'tbody',
      {},
      ...rows.map(([name, first, second, place]) =>
        html(
          'tr',
          place === undefined ? {} : written(place),
          html('th', { scope: 'row' }, name),
          html('td', {}, first),
          html('td', {}, second),
        ),
      ),
    ),
  );
}
