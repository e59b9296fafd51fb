import type { QueuedBody, ReadyQueueBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import type { Node } from './node';

/** Who is chosen, in words. */
const orders: Readonly<Record<NonNullable<ReadyQueueBody['order']>, string>> = {
  first: 'the first is next',
  least: 'the least is next',
  lot: 'one is drawn by lot',
};

/** The row below the processes: those that are ready, as the kernel's scheduling policy holds them. None where that is not known. */
export const readyQueueRows = ({ picture, id }: Session): readonly Node[] =>
  picture?.ready === undefined ? [] : presentQueue(picture.ready, id);

/** `sessionId` keeps rows of two machines apart. */
export function presentQueue(queue: ReadyQueueBody, sessionId: string): readonly Node[] {
  const id = `${sessionId}/ready`;
  const row = { id, label: 'Ready queue', icon: 'list-ordered' };
  const { policy, levels, hasLevels = false, order, message } = queue;
  if (policy === undefined || levels === undefined) {
    return message === undefined ? [] : [{ ...row, description: `cannot be read: ${message}` }];
  }
  const count = levels.flat().length;
  const description = [policy, count === 0 ? 'nobody is ready' : `${count} ready`].join(' · ');
  const how = order === undefined ? '' : `, ${orders[order]}`;
  return [
    {
      ...row,
      description,
      tooltip: `Processes that are ready to run, as the policy ${policy} holds them${how}`,
      spoken: `ready queue of the policy ${policy}: ${count === 0 ? 'nobody is ready' : `${count} ready${how}`}`,
      expanded: true,
      ...(count === 0 && !hasLevels
        ? {}
        : {
            children: hasLevels
              ? levels.map((level, i) => levelRow(level, i, id))
              : rows(levels[0], order, id),
          }),
    },
  ];
}

const levelRow = (level: readonly QueuedBody[], number: number, id: string): Node => ({
  id: `${id}/level ${number}`,
  label: `Level ${number}`,
  description: level.length === 0 ? 'empty' : '',
  spoken: `level ${number}: ${level.length === 0 ? 'empty' : `${level.length} ready`}`,
  icon: 'layers',
  expanded: true,
  ...(level.length === 0 ? {} : { children: rows(level, 'first', `${id}/level ${number}`) }),
});

/** A row for each process; where lots are drawn, with its share of the tickets. */
function rows(queue: readonly QueuedBody[], order: ReadyQueueBody['order'], id: string): Node[] {
  const first = ({ values }: QueuedBody): number => Number(values[0]?.value ?? 0);
  const all = queue.reduce((sum, one) => sum + first(one), 0);
  return queue.map((one) => {
    const known = one.values.map(({ name, value }) => `${name} ${value}`);
    const share =
      order === 'lot' && all > 0 ? [`${Math.round((100 * first(one)) / all)} % of the draws`] : [];
    const words = [...(one.isNext ? ['next'] : []), ...known, ...share];
    return {
      id: `${id}/${one.pid}`,
      label: `${one.pid} ${one.name}`,
      description: words.join(' · '),
      spoken: [`process ${one.pid}`, one.name, ...words].join(', '),
      icon: one.isNext ? 'arrow-right' : 'circle-large-outline',
      pid: one.pid,
      action: { title: 'Look at This Process', command: 'trapframe.selectProcess' },
    };
  });
}
