import { Protocol, type ProtocolPart } from '../debug/events/protocol';
import type { Actor, EventWords } from '../debug/events/words';
import type { EventWriter } from './event-lines';

const columns: readonly { readonly actor: Actor; readonly head: string }[] = [
  { actor: 'os', head: 'OS (kernel mode)' },
  { actor: 'hardware', head: 'Hardware' },
  { actor: 'program', head: 'Program (user mode)' },
];
const WIDTH = 40;
const parts = { boot: 'OS @ boot', run: 'OS @ run' } as const;

/** The lecture's table: a row for each step, in the column of who does it. */
export function protocolWriter(said: EventWords): EventWriter {
  const protocol = new Protocol();
  let shown: ProtocolPart | undefined;
  const rule = columns.map(() => '-'.repeat(WIDTH)).join('-+-') + '\n';
  return {
    begin: () => line(columns.map(({ head }) => head)),
    event(event, wanted) {
      protocol.learn(event);
      if (!wanted) return '';
      const { part, tellsSteps } = protocol;
      const heading =
        part === shown
          ? ''
          : rule + line(columns.map(({ actor }) => (actor === 'os' ? parts[part] : ''))) + rule;
      shown = part;
      const rows = said
        .protocol(event, tellsSteps)
        .flatMap(({ actor, words }) =>
          wrapped(words).map((piece) => line(columns.map((column) => (column.actor === actor ? piece : '')))),
        );
      return heading + rows.join('');
    },
    end: () => '',
  };
}

const line = (cells: readonly string[]): string =>
  cells
    .map((cell) => cell.padEnd(WIDTH))
    .join(' | ')
    .trimEnd() + '\n';

/** Words in lines of a column's width; a longer word is cut. */
function wrapped(text: string): string[] {
  const lines: string[] = [''];
  for (const word of text
    .split(' ')
    .flatMap((one) => one.match(new RegExp(`.{1,${WIDTH - 2}}`, 'g')) ?? [])) {
    const last = lines[lines.length - 1];
    const longer = last === '' ? word : `${last} ${word}`;
    if (longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(`  ${word}`);
  }
  return lines;
}
