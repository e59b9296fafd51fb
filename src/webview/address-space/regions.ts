import type { AddressSpaceBody, RegionBody } from '../../protocol/requests';
import { html } from '../elements';
import type { Drawing } from '../side/side';
import { pageAt, written } from '../written';

const words: Readonly<Record<RegionBody['kind'], string>> = {
  code: 'Code',
  constants: 'Constants',
  data: 'Static data',
  heap: 'Heap',
  stack: 'Stack',
  guard: 'Guard page',
  trapFrame: 'Trap frame',
  trampoline: 'Trampoline',
  kernel: 'Kernel',
  device: 'Device',
  other: 'Other',
};

/** More regions of the kernel and of devices than these are one row until it is unfolded. */
const MOST_ALONE = 2;

/** The same region in one address space or in two. */
type Pair = readonly [RegionBody | undefined, RegionBody | undefined];

/** What is where for a process, beside another one's. */
export function regions(
  first: AddressSpaceBody,
  second: AddressSpaceBody | undefined,
  drawing: Drawing,
): readonly Node[] {
  const pairs = second
    ? paired(first.regions, second.regions)
    : first.regions.map((one): Pair => [one, undefined]);
  const frames = second
    ? [`Frames of ${first.pid} ${first.name}`, `Frames of ${second.pid} ${second.name}`]
    : ['Frames from'];
  const heads = ['Region', 'Addresses', 'User', 'Kernel', ...frames];
  const isKernels = ([a, b]: Pair): boolean => {
    const { isUsers, kind } = (a ?? b)!;
    return !isUsers && (kind === 'kernel' || kind === 'device') && (!second || a?.physical === b?.physical);
  };
  const theKernels = pairs.filter(isKernels);
  const isFolded = theKernels.length > MOST_ALONE;
  const table = (label: string, of: readonly Pair[]): HTMLElement =>
    html(
      'table',
      { 'aria-label': label },
      html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
      html('tbody', {}, ...of.map((pair) => row(pair, second !== undefined, drawing))),
    );
  const same = second ? ', the same in both' : '';
  const folded = drawing.folded(
    'kernel',
    [`${theKernels.length} regions of the kernel and of devices${same}`],
    [table('Regions of the kernel', theKernels)],
  );
  return [
    table('Regions', isFolded ? pairs.filter((pair) => !isKernels(pair)) : pairs),
    ...(isFolded ? [folded] : []),
    ...given(first),
  ];
}

function row([a, b]: Pair, isPair: boolean, drawing: Drawing): HTMLElement {
  const region = (a ?? b)!;
  const { kind, start, end, permissions, isUsers, physical, copyOnWrite } = region;
  const walk = html(
    'button',
    { type: 'button', class: 'link', 'data-key': `region ${start}`, title: 'Show the page walk' },
    start,
  );
  walk.addEventListener('click', () => drawing.say({ type: 'walk', address: start }));
  const shared = isPair && physical !== undefined && a?.physical === b?.physical;
  const where = (one: RegionBody | undefined): HTMLElement =>
    html(
      'td',
      {
        class: shared ? 'shared' : '',
        ...(one?.physical === undefined ? {} : written(pageAt(one.physical))),
      },
      html('code', {}, one === undefined ? 'nothing' : (one.physical ?? 'not mapped')),
    );
  return html(
    'tr',
    { class: `region ${kind}` },
    html('th', { scope: 'row' }, words[kind]),
    html('td', {}, walk, html('code', {}, ` – ${end}`)),
    html(
      'td',
      {},
      may(isUsers ? permissions : ''),
      ...(copyOnWrite ? [copied] : grows(region) ? [grown] : []).map((make) => make()),
    ),
    html('td', {}, isUsers ? mayWithSum(permissions) : may(permissions)),
    where(a),
    ...(isPair ? [where(b)] : []),
  );
}

/** What is not said by the bits that the hardware knows. */
const promised = (text: string, title: string): HTMLElement =>
  html('span', { class: 'quiet', title }, ` ${text}`);
const copied = (): HTMLElement =>
  promised(
    'copied when written',
    'Copy on write: the first to write gets a page fault, and a page of its own',
  );
const grown = (): HTMLElement =>
  promised('grows when used', 'The first access to a page gets a page fault, and the page');
/** The stack's pages that are not there yet. */
const grows = ({ kind, frames }: RegionBody): boolean => kind === 'stack' && frames === 0;

/** `rw-` as words for the ear; `—` where every access faults. */
function may(permissions: string): HTMLElement {
  const spoken = [...permissions].flatMap(
    (letter) => ({ r: 'read', w: 'write', x: 'execute' })[letter] ?? [],
  );
  const text = spoken.length === 0 ? '—' : permissions;
  return html(
    'span',
    { class: 'number', title: spoken.join(', ') || 'every access faults' },
    html('span', { 'aria-hidden': true }, text),
    html('span', { class: 'unseen' }, spoken.join(', ') || 'nothing'),
  );
}

/** Pages of user mode are read and written by the kernel only while sstatus.SUM is 1, and never executed (Privileged specification, "Sv39"). */
function mayWithSum(permissions: string): HTMLElement {
  const left = permissions.replace('x', '-');
  const found = may(/[rw]/.test(left) ? left : '');
  if (!/[rw]/.test(left)) return found;
  found.append(html('span', { class: 'quiet' }, ' if SUM'));
  found.title += ': only while sstatus.SUM is 1';
  return found;
}

function paired(first: readonly RegionBody[], second: readonly RegionBody[]): Pair[] {
  const key = ({ kind, start }: RegionBody): string => `${kind} ${start}`;
  const others = new Map(second.map((region) => [key(region), region]));
  const mine = new Set(first.map(key));
  const pairs = [
    ...first.map((region): Pair => [region, others.get(key(region))]),
    ...second.filter((region) => !mine.has(key(region))).map((region): Pair => [undefined, region]),
  ];
  const startOf = ([a, b]: Pair): bigint => BigInt((a ?? b)!.start);
  return pairs.sort((one, other) =>
    startOf(one) < startOf(other) ? -1 : startOf(one) > startOf(other) ? 1 : 0,
  );
}

/** The arguments that the process began with. */
function given({ arguments: all }: AddressSpaceBody): Node[] {
  if (!all) return [];
  const texts = all.texts.map(({ address, text }, i) =>
    html(
      'tr',
      {},
      html('th', { scope: 'row' }, `argv[${i}]`),
      html('td', {}, html('code', {}, JSON.stringify(text))),
      html('td', {}, html('code', {}, address)),
    ),
  );
  return [
    html('h2', {}, 'Arguments, on the stack'),
    html('p', { class: 'quiet' }, `argc = ${all.argc}, argv = ${all.argv}`),
    html('table', { 'aria-label': 'Arguments' }, html('tbody', {}, ...texts)),
  ];
}
