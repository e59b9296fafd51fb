import type { Cell } from '../../../base/csv';
import { UserError } from '../../../base/errors';
import { nearName } from '../../../toolchain/assembler/text/near-names';
import type { TimelineEvent } from '../event';
import { cellOf, fieldCalled, fieldNames, isField, type FieldName, type Look } from './fields';

/** Groups at most: more are no table that anybody reads. */
const MOST = 100_000;

/** Events that are the same in some fields. */
export interface Group {
  /** What they are in each of the fields, in their order; null: they have no such field. */
  readonly cells: readonly Cell[];
  count: number;
  /** Sums over their numbers in other fields, in their order. */
  readonly sums: number[];
  /** Instants of the first and the last of them. */
  readonly first: number;
  last: number;
}

/** What is counted apart, and what is added up. */
export interface Grouping {
  readonly by: readonly FieldName[];
  readonly sum: readonly FieldName[];
}

/** @throws UserError when a name is no field, or what is to be added up no number */
export function grouping(by: readonly string[], sum: readonly string[] = []): Grouping {
  const sums = sum.map((name) => fieldNamed(name, 'add up'));
  for (const name of sums) {
    const { text, words } = fieldCalled(name);
    if (text !== undefined || words !== undefined || name === 'call') {
      throw new UserError(`the field "${name}" cannot be added up: it is no number`);
    }
    if (by.includes(name))
      throw new UserError(`the field "${name}" cannot be grouped by and added up at once`);
  }
  return { by: by.map((name) => fieldNamed(name, 'group by')), sum: sums };
}

function fieldNamed(name: string, use: string): FieldName {
  if (isField(name)) return name;
  const near = nearName(name, fieldNames);
  const instead = near ? `did you mean ${near}?` : `there are ${fieldNames.join(', ')}`;
  throw new UserError(`events have no field "${name}" to ${use}; ${instead}`);
}

/** Counts events by what they are in some fields. */
export class Groups {
  private readonly found = new Map<string, Group>();

  constructor(private readonly grouping: Grouping) {}

  /** @throws UserError when there are too many groups */
  add(event: TimelineEvent, look: Look): void {
    const { by, sum } = this.grouping;
    const { at } = event;
    const cells = by.map((name) => cellOf(name, fieldCalled(name).of(event, look)));
    const key = JSON.stringify(cells);
    let group = this.found.get(key);
    if (!group) {
      if (this.found.size === MOST) {
        throw new UserError(`there are more than ${MOST} groups of events by ${by.join(', ')}`);
      }
      this.found.set(key, (group = { cells, count: 0, sums: sum.map(() => 0), first: at, last: at }));
    }
    group.count++;
    group.last = at;
    for (const [i, name] of sum.entries()) group.sums[i] += Number(fieldCalled(name).of(event, look) ?? 0);
  }

  /** The largest first; of equal ones that which began first. */
  get all(): readonly Group[] {
    return [...this.found.values()].sort((a, b) => b.count - a.count || a.first - b.first);
  }
}
