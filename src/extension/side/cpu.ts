import type { CpuView } from '../../protocol/side-views';
import type { CpuBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import { speedInWords } from '../sessions/speed';
import { FIRST_CPU_THREAD } from '../../base/thread-ids';
import type { Side } from './side-view';

/** Mode, pc and registers of the CPU of the thread that is looked at; in a slow run, as it goes. */
export const cpuSide: Side<'cpu'> = {
  id: 'trapframe.cpu',
  title: 'CPU',
  empty: { cpus: [], registers: [] },
  async load(session, threadId): Promise<CpuView> {
    const { picture } = session;
    if (!picture) return { cpus: [], registers: [], message: 'The machine starts.' };
    if (!session.isSeen) return { cpus: [], registers: [], message: 'The machine runs.' };
    const { cpus, instruction, speed } = picture.machine;
    const { cpu } = cpuOf(cpus, threadId);
    const [{ registers }, csrs] = await Promise.all([
      session.request('trapframe/registers', { cpu }),
      // Many, and few of them change: of a run they are not asked for.
      session.isFollowed ? undefined : session.request('trapframe/csrs', { cpu }),
    ]);
    return {
      instant: instruction,
      speed: speedInWords(speed),
      cpus: cpus.map((one) => ({ ...one, who: whose(one, session) })),
      looked: cpu,
      registers,
      ...(csrs && { csrs: csrs.csrs }),
    };
  },
};

/** The CPU that a thread is, or that runs it; else the first. */
function cpuOf(cpus: readonly CpuBody[], threadId: number | undefined): CpuBody {
  const found = cpus.find(({ cpu, pid }) =>
    threadId !== undefined && threadId >= FIRST_CPU_THREAD
      ? cpu === threadId - FIRST_CPU_THREAD
      : pid === threadId,
  );
  return (threadId === undefined ? undefined : found) ?? cpus[0];
}

function whose({ pid }: CpuBody, { picture }: Session): string {
  if (pid === undefined) return 'no process';
  const name = picture?.processes.processes.find((one) => one.pid === pid)?.name;
  return name === undefined ? `pid ${pid}` : `pid ${pid} ${name}`;
}
