import type { DebugProtocol } from '@vscode/debugprotocol';
import { messageOf } from '../../base/errors';
import { hex } from '../../base/integers';
import { causeDoc, causeName } from '../../isa/causes';
import { compile } from '../../debug/expressions/evaluate';
import type { ActiveFilter } from '../../debug/run/judge';
import { modeOf } from '../../debug/system';
import { threadOn } from '../../debug/threads';
import { filterWithId } from '../../debug/traps/filters';
import { trapOf } from '../../debug/unwind/stacks';
import type { TrapCause } from '../../debug/run/judge';
import type { RequestArguments, TrapCauseBody } from '../../protocol/requests';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Handlers } from '../handlers';
import { termsOf, type Session } from '../session';

/** Filters for traps and events of the kernel, and what the last stop was about. */
export function exceptionsFeature(session: Session): Handlers {
  return {
    setExceptionBreakpoints: (args: DebugProtocol.SetExceptionBreakpointsArguments) => {
      session.wishes.exceptions = args;
      return { breakpoints: setFilters(session) };
    },
    'trapframe/setTrapBreakpoints': ({ causes }: RequestArguments<'trapframe/setTrapBreakpoints'>) => {
      session.wishes.causes = causes.map(readCause);
      if (!session.noDebug) session.debugger?.setTrapCauses(session.wishes.causes);
      return {};
    },
    'trapframe/logSystemCalls': ({ on }: RequestArguments<'trapframe/logSystemCalls'>) => {
      session.wishes.logSystemCalls = on;
      if (session.debugger) session.debugger.logsSystemCalls = on;
      return {};
    },
    exceptionInfo: ({ threadId }: DebugProtocol.ExceptionInfoArguments) => exceptionInfo(session, threadId),
  };
}

function readCause(given: number | TrapCauseBody): TrapCause {
  const { cause, interrupt = false } = typeof given === 'number' ? { cause: given } : given;
  if (!Number.isInteger(cause) || cause < 0 || cause > 63) {
    throw new RequestError(ErrorId.user, `${cause} is no cause of a trap; use 0 to 63`);
  }
  return { cause, interrupt };
}

/** Switches on the filters that the client asked for; what became of each, in its order. */
export function setFilters(session: Session): DebugProtocol.Breakpoint[] {
  const { filters = [], filterOptions = [] } = session.wishes.exceptions;
  const asked: DebugProtocol.ExceptionFilterOptions[] = [
    ...filters.map((filterId) => ({ filterId })),
    ...filterOptions,
  ];
  const active: ActiveFilter[] = [];
  const { kernel } = session.active.system;
  const answers = asked.map(({ filterId, condition, mode }): DebugProtocol.Breakpoint => {
    const filter = filterWithId(filterId);
    if (!filter) return { verified: false, message: `there is no filter "${filterId}"` };
    if (filter.needsKernel && !kernel) {
      const why = session.active.system.problem ?? 'there is no kernel';
      return { verified: false, message: `needs a kernel that the debugger understands: ${why}` };
    }
    try {
      const hasCondition = condition !== undefined && condition.trim() !== '';
      const { pid } = termsOf(session, { mode });
      active.push({ id: filter.id, condition: hasCondition ? compile(condition) : undefined, mode, pid });
      return { verified: true };
    } catch (error) {
      return { verified: false, message: messageOf(error) };
    }
  });
  session.active.setFilters(session.noDebug ? [] : active);
  return answers;
}

function exceptionInfo(session: Session, threadId: number): DebugProtocol.ExceptionInfoResponse['body'] {
  const target = session.active;
  const { stop, system } = target;
  if (!stop) throw stateError('the machine is running');
  const hart = system.hart(stop.cpu);
  const thread = threadOn(system, hart);
  const facts = stop.trap ?? (thread.process && trapOf(system, thread.process, hart));
  const who = thread.process
    ? `process ${thread.process.pid} (${thread.process.name})`
    : `CPU ${hart.id}, which runs no process`;
  const filter = stop.why.kind === 'filter' ? stop.why.filter : undefined;
  if (threadId !== thread.id || !facts) {
    return {
      exceptionId: filter?.label ?? stop.why.kind,
      description: `${stop.description}. ${who}.`,
      breakMode: 'always',
    };
  }
  const { cause, interrupt, epc, value } = facts;
  const name = causeName(cause, interrupt);
  const from = stop.trap ? `${modeOf(stop.trap.from)} mode` : 'user mode';
  const lines = [
    stop.description,
    ...(stop.text === undefined ? [] : [stop.text]),
    `Cause ${cause}${interrupt ? ' (interrupt)' : ''}: ${name}. ${causeDoc(cause, interrupt)}`,
    `Trap value (stval): ${hex(value)}`,
    `Interrupted: ${who}, in ${from}, at pc ${hex(epc)}`,
    `Kind: ${interrupt ? 'an interrupt: it came from outside, between two instructions' : 'a trap: the instruction at that pc caused it'}`,
  ];
  return {
    exceptionId: name,
    description: lines.join('\n'),
    breakMode: 'always',
    details: {
      message: stop.description,
      typeName: name,
      fullTypeName: `${interrupt ? 'interrupt' : 'exception'} ${cause}`,
    },
  };
}
