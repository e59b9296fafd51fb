import { UserError } from '../../base/errors';
import { readCheckpoint, writeCheckpoint } from '../../devices/checkpoint-file';
import type { Followed } from '../run/follower';
import type { Runner } from '../run/runner';
import type { Bookmarks } from './bookmarks';
import type { Recorder } from './recorder';
import type { Edit, Recorded } from './recording-file';

/** Runs what a recording holds once more, with its input and its changes at their instants, to its end. */
export async function reopen(
  recorded: Pick<Recorded, 'fed' | 'typed' | 'edits' | 'bookmarks' | 'end' | 'hash'>,
  runner: Runner,
  recorder: Recorder,
  bookmarks: Bookmarks,
): Promise<Followed> {
  const { machine } = runner;
  const board = { memory: machine.ram.size, cpus: machine.harts.length, timing: machine.timing?.size };
  for (const { name, instruction } of recorded.bookmarks) bookmarks.add(name, instruction);
  machine.input.replay(recorded.typed);
  machine.input.open = true;
  const feed = recorded.fed.map(({ at, bytes, isEnd }) => ({
    at,
    // It comes at its instant again, however often one goes there.
    apply: () => (isEnd ? machine.input.feedEnd(bytes) : machine.input.feed(bytes)),
  }));
  const edit = recorded.edits.map((one) => ({
    at: one.at,
    apply() {
      machine.restoreCheckpoint(readCheckpoint(one.machine, board));
      recorder.pin();
    },
  }));
  for (const { at, apply } of [...feed, ...edit].sort((a, b) => a.at - b.at)) {
    if (at > machine.instant) {
      const came = await runner.run({ until: at, isBlind: true });
      if (came.kind !== 'reached') return came;
    }
    apply();
  }
  machine.input.open = false;
  const came = await runner.run({ until: recorded.end, isBlind: true });
  if (came.kind !== 'reached' && came.kind !== 'ended') return came;
  const isOther = recorded.hash !== undefined && machine.hash() !== recorded.hash;
  if (machine.instant !== recorded.end || isOther) {
    throw new UserError('the recording does not lead to the end that it names: it is damaged');
  }
  const hart = machine.current;
  const description = 'The end of the recording';
  return { kind: 'stopped', hart, stop: { why: { kind: 'entry' }, cpu: hart.id, description } };
}

/** The changes that somebody made to the machine, as a file holds them. */
export const editsOf = ({ checkpoints }: Recorder): Edit[] =>
  checkpoints.pinned.flatMap((at) => {
    const saved = checkpoints.pinnedAt(at);
    return saved ? [{ at, machine: writeCheckpoint(saved.machine) }] : [];
  });
