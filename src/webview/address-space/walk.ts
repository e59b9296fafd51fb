import type { PageWalkBody } from '../../protocol/requests';
import type { AskedWalk } from '../../protocol/side-views';
import { html } from '../elements';
import type { Drawing } from '../side/side';
import { wordAt, written } from '../written';

/** Privileged specification, "Sv39": an address is three numbers of entries, from the root on, and an offset into the page. */
const OFFSET_BITS = 12n;
const LEVEL_BITS = 9n;

/** The page walk of an address that somebody asked for. */
export function askedWalk({ text, walks }: AskedWalk, drawing: Drawing): HTMLElement {
  const address = walks.find(({ walk }) => walk)?.walk?.address;
  const title = `Page walk of ${address === undefined || address === text ? text : `${text} = ${address}`}`;
  const close = html(
    'button',
    { type: 'button', class: 'close', 'aria-label': `Remove ${title}`, title: 'Remove Page Walk' },
    '×',
  );
  close.addEventListener('click', () => drawing.say({ type: 'forgetWalk', text }));
  return html(
    'section',
    { class: 'walk', 'aria-label': title },
    html('h2', {}, title, close),
    ...walks.flatMap(({ pid, walk, refusal }) => [
      ...(walks.length > 1 && pid !== undefined ? [html('h3', {}, `In process ${pid}`)] : []),
      ...(walk
        ? [addressFields(walk), levels(walk), result(walk), accesses(walk)]
        : [html('p', {}, refusal ?? '')]),
    ]),
  );
}

/** The address, cut where the hardware cuts it. */
function addressFields({ address, levels: steps, pageSize }: PageWalkBody): HTMLElement {
  const value = BigInt(address);
  const index = (level: bigint): bigint => (value >> (OFFSET_BITS + LEVEL_BITS * level)) & 0x1ffn;
  const last = steps.at(-1)?.level ?? 0;
  const isWhole = pageSize !== undefined && pageSize > 4096;
  // Of a page that is larger than 4 KiB the lower numbers belong to the offset.
  const cut = isWhole ? last : 0;
  const offset = value & ((1n << (OFFSET_BITS + LEVEL_BITS * BigInt(cut))) - 1n);
  const fields = [2, 1, 0].filter((level) => level >= cut);
  const cells: [string, string][] = [
    ...fields.map((level): [string, string] => [`entry, level ${level}`, index(BigInt(level)).toString()]),
    ['offset', `0x${offset.toString(16)}`],
  ];
  return html(
    'table',
    { class: 'fields', 'aria-label': `Fields of ${address}` },
    html('thead', {}, html('tr', {}, ...cells.map(([head]) => html('th', { scope: 'col' }, head)))),
    html('tbody', {}, html('tr', {}, ...cells.map(([, words]) => html('td', {}, html('code', {}, words))))),
  );
}

/** One box a level: the table, and the entry in it that is looked at. */
const levels = ({ levels: steps }: PageWalkBody): HTMLElement =>
  html(
    'ol',
    { class: 'levels' },
    ...steps.map(({ level, table, index, entry, entryAddress, bits, words }) =>
      html(
        'li',
        { class: 'box', ...written(wordAt(entryAddress)) },
        html('div', { class: 'table' }, `Level ${level}: table at `, html('code', {}, table)),
        html(
          'div',
          { class: 'entry', title: `entry at ${entryAddress}` },
          html('strong', {}, `entry ${index}`),
          ' ',
          html('code', {}, entry),
          ' ',
          html('code', { class: 'bits' }, bits),
        ),
        html('div', { class: 'quiet' }, words),
      ),
    ),
  );

const result = ({ physical, failure }: PageWalkBody): HTMLElement =>
  failure === undefined
    ? html('p', { class: 'result' }, 'Physical address ', html('code', {}, physical ?? ''))
    : html('p', { class: 'result failure' }, `No translation: ${failure}`);

const kinds = ['read', 'write', 'execute'] as const;

/** Each kind of access from each mode, in words, with the reason for a fault. */
function accesses({ accesses: all }: PageWalkBody): HTMLElement {
  const row = (mode: 'user' | 'kernel'): HTMLElement =>
    html(
      'tr',
      { class: mode },
      html('th', { scope: 'row' }, mode),
      ...kinds.map((kind) => {
        const found = all.find((one) => one.mode === mode && one.access === kind);
        if (!found) return html('td', {}, '—');
        if (found.allowed) return html('td', { class: 'allowed' }, '✓ allowed');
        return html('td', { class: 'faults' }, `✗ faults: ${found.why ?? ''}`);
      }),
    );
  return html(
    'table',
    { class: 'accesses', 'aria-label': 'What each access would come to' },
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        html('th', { scope: 'col' }, 'Mode'),
        ...['R: read', 'W: write', 'X: execute'].map((head) => html('th', { scope: 'col' }, head)),
      ),
    ),
    html('tbody', {}, row('user'), row('kernel')),
  );
}
