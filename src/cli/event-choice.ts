import { UserError } from '../base/errors';
import { eventKinds, type EventKind, type TimelineEvent } from '../debug/events/event';
import type { Look } from '../debug/events/query/fields';
import { Query } from '../debug/events/query/query';
import { integer, type Kind } from '../debug/launch/kinds';
import type { SystemCalls } from '../debug/traps/system-calls';
import { nearName } from '../toolchain/assembler/text/near-names';
import { readFlag } from './arguments';

const kinds = Object.keys(eventKinds) as EventKind[];

/** Kinds of events with commas between. */
const kindList: Kind<ReadonlySet<EventKind>> = {
  allowed: `kinds with commas between: ${kinds.join(', ')}`,
  placeholder: 'KIND,...',
  schema: { type: 'string' },
  read(raw) {
    const words = String(raw).split(',');
    for (const word of words) {
      if (kinds.includes(word as EventKind)) continue;
      const near = nearName(word, kinds);
      const instead = near ? `did you mean ${near}?` : `there are ${kinds.join(', ')}`;
      throw new UserError(`--only: there are no events of kind "${word}"; ${instead}`);
    }
    return new Set(words as EventKind[]);
  },
};

const expression: Kind<string> = {
  allowed: 'an expression over the facts of an event, such as kind == trap && call == write',
  placeholder: 'EXPR',
  schema: { type: 'string' },
  read: (raw) => (typeof raw === 'string' ? raw : undefined),
};

/** Options that say which events are wanted. */
export const choiceFlags = {
  only: { kind: kindList, description: `Only events of these kinds: ${kinds.join(', ')}.` },
  pid: { kind: integer(1), description: 'Only events of this process.' },
  where: {
    kind: expression,
    description: 'Only events for which this holds, such as "kind == trap && call == write".',
  },
};

/**
 * Whether an event is wanted, by the options given; what is known of it besides, if it is. To be asked about all events, in their order.
 * @throws UserError
 */
export function choiceOf(
  given: Readonly<Record<string, string>>,
  calls: SystemCalls | undefined,
): (event: TimelineEvent) => Look | undefined {
  const only = readFlag('only', choiceFlags.only, given);
  const pid = readFlag('pid', choiceFlags.pid, given);
  const query = new Query(readFlag('where', choiceFlags.where, given), calls);
  return (event) => {
    const look = query.add(event);
    return (!only || only.has(event.kind)) && (pid === undefined || event.pid === pid) ? look : undefined;
  };
}
