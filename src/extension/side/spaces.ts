import { messageOf } from '../../base/errors';
import type { AddressSpaceBody } from '../../protocol/requests';
import type { AddressSpaceView, AskedWalk } from '../../protocol/side-views';
import type { Session } from '../sessions/session';
import { FIRST_CPU_THREAD } from '../../base/thread-ids';

/** What the user wants to see in the view. */
export interface Choice {
  /** The process that stays in it whichever frame is selected. */
  readonly pinned?: number | undefined;
  /** The one beside it. */
  readonly beside?: number | undefined;
  /** Addresses, as they were asked for, whose page walks are shown. */
  readonly walks: readonly string[];
}

/** What is where for the process that is looked at, or was chosen, and where the addresses that were asked for lead. */
export async function spacesOf(
  session: Session,
  threadId: number | undefined,
  { pinned, beside, walks: texts }: Choice,
): Promise<AddressSpaceView> {
  const running = session.picture?.machine.cpus.find((cpu) => cpu.pid !== undefined)?.pid;
  const pid = pinned ?? (threadId !== undefined && threadId < FIRST_CPU_THREAD ? threadId : running);
  const pids = [pid, ...(beside === pid ? [] : [beside])].filter((one) => one !== undefined);
  const walks = await Promise.all(texts.map((text) => walkOf(session, text, pids)));
  const asked = await Promise.all(pids.map((one) => spaceOf(session, one)));
  const spaces = asked.filter((one) => typeof one !== 'string');
  const refusals = asked.filter((one) => typeof one === 'string');
  const isPinned = pinned !== undefined;
  const titles = spaces.map(titleOf).join(', beside ');
  const message = [
    pid === undefined ? 'No process runs: its address space is shown here while one does.' : '',
    titles === '' ? '' : `${titles}${isPinned ? ', stays in view' : ''}.`,
    ...refusals,
    ...spaces.map((one) => one.message ?? ''),
  ];
  return { spaces, isPinned, walks, message: message.filter(Boolean).join(' ') };
}

const titleOf = ({ pid, name, root }: AddressSpaceBody): string =>
  `Process ${pid} (${name})${root === undefined ? '' : `, page table at ${root}`}`;

const spaceOf = (session: Session, pid: number): Promise<AddressSpaceBody | string> =>
  session.request('trapframe/addressSpace', { pid }).catch(messageOf);

/** The page walk of an address, in one address space or in two; with no process, in that of the CPU whose turn it is. */
async function walkOf(session: Session, text: string, pids: readonly number[]): Promise<AskedWalk> {
  const whose = pids.length === 0 ? [undefined] : pids;
  const walks = whose.map(async (pid) => {
    const of = pid === undefined ? {} : { pid };
    try {
      return { ...of, walk: await session.request('trapframe/pageWalk', { address: text, ...of }) };
    } catch (error) {
      return { ...of, refusal: messageOf(error) };
    }
  });
  return { text, walks: await Promise.all(walks) };
}
