import { UserError } from '../../base/errors';
import { hex } from '../../base/integers';
import type { OpenFile } from '../../debug/kernels/open-files';
import type { Process } from '../../debug/kernels/process-entries';
import type { System } from '../../debug/system';
import { readyQueue, type ReadyQueue } from '../../debug/schedule/ready-queue';
import { threads, whereIs, type Thread } from '../../debug/threads';
import type { OpenFileBody, ProcessBody, ReadyQueueBody } from '../../protocol/requests';
import { wrote } from '../changes';
import { codeAt } from '../code-place';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Feature } from '../feature';
import { processWithId } from '../process-with-id';
import type { Session } from '../session';
import { id } from '../shapes/common';
import { anything, integer, list, nothing, object } from '../shapes/shape';

/** Processes, and what can be done to one: look at it, stop when it gets a CPU, have the kernel end it. */
export const processesFeature = {
  'trapframe/processes': {
    shape: nothing,
    handle: (session) => {
      const { system } = session.active;
      const problem = system.kernel ? system.kernel.list().problem : (system.problem ?? 'there is no kernel');
      const files = openFiles(system);
      const costs = costsOf(session);
      const processes = threads(system).flatMap((thread) =>
        thread.process
          ? [{ ...processBody(session, thread, thread.process, files), ...costs(thread.process.pid) }]
          : [],
      );
      return { processes, ...(problem === undefined ? {} : { message: problem }) };
    },
  },
  'trapframe/readyQueue': {
    shape: nothing,
    handle: (session) => {
      try {
        return queueBody(readyQueue(session.active.system));
      } catch (error) {
        // A kernel that was changed: its description no longer fits.
        if (error instanceof UserError) return { message: error.message };
        throw error;
      }
    },
  },
  'trapframe/select': {
    shape: object({ threadId: id }),
    handle: (session, { threadId }) => {
      if (session.active.isRunning) throw stateError('the machine is running; pause it to look at a process');
      const thread = session.stacks.thread(threadId);
      session.stacks.look({ threadId: thread.id });
      // DAP has no request for it: a client looks at the thread that is said to have stopped.
      session.event('stopped', {
        reason: 'selected',
        description: 'Selected',
        threadId: thread.id,
        allThreadsStopped: true,
      });
      return {};
    },
  },
  'trapframe/setScheduleBreakpoints': {
    shape: object({ pids: list(integer(1)) }),
    handle: (session, { pids }) => {
      const { kernel, problem } = session.active.system;
      if (!kernel) throw stateError(problem ?? 'there is no kernel, and so nobody is scheduled');
      if (pids.length > 0 && ![...kernel.eventFunctions.values()].includes('contextSwitch')) {
        throw new RequestError(
          ErrorId.user,
          `the description of ${kernel.image.name} does not say which function switches (events.contextSwitch)`,
        );
      }
      session.wishes.scheduled = new Set(pids);
      if (!session.noDebug) session.active.setScheduled(session.wishes.scheduled);
      return {};
    },
  },
  'trapframe/kill': {
    shape: object({}, { pid: anything }),
    handle: (session, { pid }) => {
      const { isRunning, isOver, isAtEnd, system } = session.active;
      if (isOver || isAtEnd) throw stateError('the machine has been switched off');
      if (isRunning) throw stateError('the machine is running; pause it to kill a process');
      const process = processWithId(system, pid);
      if (process.state === 'zombie') throw stateError(`${process.name} (pid ${pid}) has ended already`);
      if (!system.kernel?.kill(process)) {
        throw new RequestError(
          ErrorId.user,
          'the kernel’s description does not say how a process is marked for its end (process.killed)',
        );
      }
      wrote(session);
      return { words: endOf(process) };
    },
  },
} satisfies Feature;

function queueBody(queue: ReadyQueue | undefined): ReadyQueueBody {
  if (!queue) return {};
  const { policy, levels, hasLevels, order } = queue;
  return {
    policy,
    levels: levels.map((level) => level.map((one) => ({ ...one, values: [...one.values] }))),
    hasLevels,
    ...(order === undefined ? {} : { order }),
  };
}

/** What every process has open: by pid. */
const openFiles = ({ kernel }: System): ReadonlyMap<number, readonly OpenFile[]> =>
  new Map((kernel?.list().processes ?? []).map((process) => [process.pid, kernel!.openFiles(process)]));

function openFileBody(
  { pipe, ...file }: OpenFile,
  all: ReadonlyMap<number, readonly OpenFile[]>,
): OpenFileBody {
  if (pipe === undefined) return file;
  const otherEnd = [...all].flatMap(([pid, files]) =>
    files
      .filter((other) => other.pipe === pipe && other.mode !== file.mode)
      .map(({ descriptor }) => ({ pid, descriptor })),
  );
  return { ...file, otherEnd };
}

/** What each process has paid for, where time is modelled. */
function costsOf(session: Session): (pid: number) => Pick<ProcessBody, 'costs'> {
  const known = session.active.costs?.untilNow().processes;
  return (pid) => {
    const costs = known?.get(pid);
    return costs ? { costs } : {};
  };
}

function processBody(
  session: Session,
  thread: Thread,
  process: Process,
  files: ReadonlyMap<number, readonly OpenFile[]>,
): ProcessBody {
  const { system } = session.active;
  const { pid, parent, name, state, ticks, switches, waitingFor } = process;
  const { mode, pc } = whereIs(system, thread);
  const stateField = system.kernel?.stateField(process);
  return {
    pid,
    parent,
    name,
    state,
    ...(stateField === undefined ? {} : { stateField }),
    ...(thread.hart ? { cpu: thread.hart.id } : {}),
    mode,
    pc: hex(pc),
    ticks,
    switches,
    ...codeAt(session, system.imageAt(pc, process), pc, thread.hart === undefined),
    ...(waitingFor === undefined ? {} : { waitingFor }),
    openFiles: (files.get(pid) ?? []).map((file) => openFileBody(file, files)),
  };
}

function endOf({ name, pid, state, waitingFor }: Process): string {
  const when =
    state === 'running'
      ? 'when it next leaves the kernel for user mode'
      : state === 'blocked'
        ? `when it no longer waits for ${waitingFor ?? 'what it waits for'}`
        : 'when it is next given a CPU';
  return `The kernel will end ${name} (pid ${pid}) ${when}.`;
}
