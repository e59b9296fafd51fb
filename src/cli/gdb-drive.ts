import type { Witness } from '../debug/witness';
import { MachineTarget } from '../gdb/machine-target';
import type { Machine } from '../machine/types';
import type { Surroundings } from './command';
import { paceOf, type RunEnd } from './drive';
import { GdbServer, type GdbPlace } from './gdb';

/** A run under gdb: where it listens, and whether the machine runs before it comes. */
export interface UnderGdb {
  readonly place: GdbPlace;
  readonly isFree: boolean;
}

/**
 * Runs the machine as clients of GDB's remote protocol want it, until it ends, is killed or is interrupted from outside.
 * @throws UserError when nobody could connect
 */
export async function driveUnderGdb(
  machine: Machine,
  limit: number,
  around: Surroundings,
  witnesses: readonly Witness[],
  { place, isFree }: UnderGdb,
  statusOf: (end: RunEnd) => number,
): Promise<RunEnd> {
  let resolve: (end: RunEnd) => void = () => {};
  const promise = new Promise<RunEnd>((done) => (resolve = done));
  const giveUp = (why: RunEnd): void => {
    target.cancel();
    resolve(why);
  };
  const runFree = (): void => void target.resume({ how: 'continue', cpu: 0, isBackward: false });
  const target = new MachineTarget(machine, {
    pace: paceOf(around, giveUp),
    witnesses,
    limit,
    ended(end) {
      resolve(end);
      return statusOf(end);
    },
    left: (how) => (how === 'kill' ? giveUp({ kind: 'interrupted' }) : runFree()),
  });
  const server = new GdbServer(target, around, () => target.stand());
  await server.listen(place);
  around.interrupt.addEventListener('abort', () => giveUp({ kind: 'interrupted' }), { once: true });
  if (isFree) runFree();
  const end = await promise;
  await server.close();
  return end;
}
