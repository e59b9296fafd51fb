import type { Process } from '../../debug/kernels/process-entries';
import type { KillBody, ScheduleBreakpointsArguments } from '../../protocol/requests';
import { wrote } from '../changes';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Handlers } from '../handlers';
import { processWithId } from '../process-with-id';
import type { Session } from '../session';

/** What can be done to a process: look at it, stop when it gets a CPU, have the kernel end it. */
export function processActionsFeature(session: Session): Handlers {
  return {
    'trapframe/select': ({ threadId }: { threadId: number }) => {
      if (session.active.isRunning) throw stateError('the machine is running; pause it to look at a process');
      const { id } = session.thread(threadId);
      session.focus = id;
      // DAP has no request for it: a client looks at the thread that is said to have stopped.
      session.event('stopped', {
        reason: 'selected',
        description: 'Selected',
        threadId: id,
        allThreadsStopped: true,
      });
      return {};
    },
    'trapframe/setScheduleBreakpoints': ({ pids }: ScheduleBreakpointsArguments) => {
      if (!Array.isArray(pids) || !pids.every((pid) => Number.isInteger(pid) && pid > 0)) {
        throw new RequestError(ErrorId.malformed, 'pids must be a list of whole numbers from 1 up');
      }
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
    'trapframe/kill': ({ pid }: { pid: number }): KillBody => {
      const { isRunning, isOver, system } = session.active;
      if (isOver) throw stateError('the machine has been switched off');
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
