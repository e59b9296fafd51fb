import { grouped } from '../../base/grouped';
import type { CpuView } from '../../protocol/side-views';
import type { RegisterBody } from '../../protocol/requests';
import { html } from '../elements';
import { fileAndLine, sideView, type Drawing } from '../side/side';
import { written } from '../written';

type Cpu = CpuView['cpus'][number];

/** What one looks at first: where the stack is, and the arguments of a call and of a system call. */
const FIRST = ['sp', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'];
/** Numbers that are read in decimal rather than counted or looked up. */
const [FROM, TO] = [10n, 0xffffn];
const letters = { user: 'U', kernel: 'K', machine: 'M' } as const;

sideView<'cpu'>((view, drawing) => {
  if (view.cpus.length === 0) return [];
  const cpu = view.cpus.find((one) => one.cpu === view.looked) ?? view.cpus[0];
  const { registers } = view;
  return [
    html(
      'div',
      { class: 'first' },
      ...view.cpus.map((one) => badge(one, view.cpus.length > 1)),
      html('dl', { class: 'registers' }, ...pcOf(cpu, drawing), ...rows(registers, FIRST, drawing)),
    ),
    drawing.folded(
      'registers',
      ['All registers'],
      [html('dl', { class: 'registers' }, ...rows(registers, names(registers), drawing))],
    ),
    drawing.folded('state', ['Interrupts, timer, address space'], [state(cpu, drawing)]),
    ...(view.csrs
      ? [drawing.folded('csrs', ['CSRs: control and status registers'], [csrs(view.csrs, drawing)])]
      : []),
    html('p', { class: 'quiet' }, foot(view)),
  ];
});

/** The mode of a CPU, and for whom it works. */
function badge({ cpu, mode, who }: Cpu, isNumbered: boolean): HTMLElement {
  return html(
    'p',
    { class: `badge ${mode}` },
    html(
      'strong',
      { class: 'mode' },
      html('span', { class: 'letter', 'aria-hidden': true }, letters[mode]),
      `${mode} mode`,
    ),
    ` ${isNumbered ? `CPU ${cpu} · ` : ''}${who}`,
  );
}

function pcOf({ pc, code }: Cpu, drawing: Drawing): HTMLElement[] {
  const place = code?.place;
  const where = code ? `${code.name}${place ? ` (${fileAndLine(place)})` : ''}` : '';
  return row(
    'pc',
    'program counter: the instruction that runs next',
    drawing.value('pc', pc),
    drawing.link(where, place),
  );
}

const names = (registers: readonly RegisterBody[]): string[] => registers.map(({ name }) => name);

const rows = (
  registers: readonly RegisterBody[],
  shown: readonly string[],
  drawing: Drawing,
): HTMLElement[] =>
  shown.flatMap((name) => {
    const found = registers.find((one) => one.name === name);
    if (!found) return [];
    const { value, symbol, role } = found;
    const number = BigInt(value);
    // An error number of the kernel, say, is negative.
    const signed = BigInt.asIntN(64, number);
    const words =
      symbol ?? ((signed >= FROM || signed < 0n) && signed >= -TO && signed <= TO ? `${signed}` : '');
    const title = signed < 0n ? `${number}, or with a sign ${signed}` : `${number}`;
    const shown = drawing.value(`x ${name}`, value, { title });
    return row(name, role, shown, html('span', {}, words), name === 'zero' ? {} : written(name));
  });

function row(
  name: string,
  role: string,
  value: HTMLElement,
  words: HTMLElement,
  menu: Readonly<Record<string, string>> = {},
): HTMLElement[] {
  words.classList.add('words');
  return [html('dt', { title: role, ...menu }, name), html('dd', menu, value, ' ', words)];
}

function state({ interruptsEnabled, pending, timer, pageTable }: Cpu, drawing: Drawing): HTMLElement {
  const told: [string, string][] = [
    ['interrupts', interruptsEnabled ? 'on' : 'off'],
    ['pending', pending.length === 0 ? 'none' : pending.join(', ')],
    ['timer', timer === undefined ? 'not set' : timer <= 0 ? 'is due' : `in ${grouped(timer)} clock ticks`],
    [
      'address space',
      pageTable === undefined ? 'none: addresses are physical' : `page table at ${pageTable}`,
    ],
  ];
  return html(
    'dl',
    { class: 'state' },
    ...told.flatMap(([name, words]) => [
      html('dt', {}, name),
      html('dd', {}, drawing.value(`state ${name}`, words)),
    ]),
  );
}

function csrs(all: NonNullable<CpuView['csrs']>, drawing: Drawing): HTMLElement {
  const one = ({ name, value, doc, fields }: (typeof all)[number]): HTMLElement => {
    const head = [
      html('span', { class: 'name', title: doc }, name),
      ' ',
      drawing.value(`csr ${name}`, value),
    ];
    if (fields.length === 0) return html('p', { class: 'csr', ...written(name) }, ...head);
    const parts = fields.flatMap((field) => [
      html('dt', { title: field.doc }, field.name),
      html(
        'dd',
        written(`${name}.${field.name}`),
        drawing.value(`csr ${name}.${field.name}`, field.value),
        field.meaning === undefined ? '' : ` ${field.meaning}`,
      ),
    ]);
    return html(
      'div',
      written(name),
      drawing.folded(`csr ${name}`, head, [html('dl', { class: 'state' }, ...parts)]),
    );
  };
  return html('div', { class: 'csrs' }, ...all.map(one));
}

const foot = ({ instant, speed }: CpuView): string =>
  `${instant === undefined ? '' : `Instant ${grouped(instant)}: steps since reset. `}${speed === undefined ? '' : `Continue runs at ${speed}.`}`;
