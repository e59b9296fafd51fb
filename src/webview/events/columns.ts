import type { Cell } from '../../base/csv';
import type { EventsBody } from '../../protocol/requests';

/** A row of the answer: its cells, and the instant that it leads to. */
export interface Row {
  readonly cells: readonly Cell[];
  readonly at: number;
}

/** An answer as a table. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Members of a group that are no fields. */
const OWN = new Set(['count', 'first', 'last', 'steps']);

/** Events with what they are, or groups with their fields, how many and how long. */
export function tableOf({ events, groups }: EventsBody, groupBy: readonly string[]): Answer {
  if (!groups) {
    return {
      columns: ['instant', 'CPU', 'process', 'what happened', 'steps'],
      rows: events.map(({ at, cpu, pid, fact, title, steps }) => {
        const whose = pid === null ? null : fact.name === undefined ? String(pid) : `${fact.name} (${pid})`;
        return { at, cells: [at, cpu, whose, title, steps ?? null] };
      }),
    };
  }
  const fields = groupBy.filter((name) => !OWN.has(name));
  const hasSteps = groups.some((group) => 'steps' in group);
  return {
    columns: [...fields, 'count', ...(hasSteps ? ['steps'] : []), 'first', 'last'],
    rows: groups.map((group) => ({
      at: group.first,
      cells: [
        ...fields.map((name) => group[name]),
        group.count,
        ...(hasSteps ? [group['steps']] : []),
        group.first,
        group.last,
      ],
    })),
  };
}
