import type { Hart } from '../../machine/types';
import type { System } from '../system';
import type { Goal } from './runner';
import type { Stop } from './stop';

/** Where a session stops first. */
export type Entry = false | 'main' | 'reset';

/** Nothing has run yet. */
export const AT_RESET: Stop = {
  why: { kind: 'entry' },
  cpu: 0,
  description: 'Reset: the first instruction of the machine',
};

/** The run to the first program's main; to nowhere, if that is not wanted or there is none. */
export function goalOfEntry(system: System, entry: Entry): Goal {
  const first = system.programs[0];
  if (entry !== 'main' || !first) return {};
  const address = first.symbols.named('main')?.address ?? first.entry;
  return {
    addresses: [first.afterPrologue(address)],
    atAddress: (hart: Hart) => {
      const pid = system.runningPid(hart);
      return system.imageOn(hart) === first && (pid === 0 || pid === 1);
    },
  };
}
