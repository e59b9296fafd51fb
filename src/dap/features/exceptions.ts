import type { DebugProtocol } from '@vscode/debugprotocol';
import { messageOf, UserError } from '../../base/errors';
import { hex } from '../../base/integers';
import { causeDoc, causeName } from '../../isa/causes';
import { checkMode } from '../../debug/breakpoints/trigger';
import { compile } from '../../debug/expressions/evaluate';
import type { ActiveFilter, TrapCause } from '../../debug/run/judge';
import { modeOf } from '../../debug/system';
import { threadOn } from '../../debug/threads';
import { filterWithId, trapFilters } from '../../debug/traps/filters';
import { hasNotBegun, trapOf } from '../../debug/unwind/stacks';
import type { TrapCauseBody } from '../../protocol/requests';
import { stateError } from '../errors';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { id } from '../shapes/common';
import { either, flag, integer, list, object, text } from '../shapes/shape';

const causeNumber = integer(0, 63);

/** Filters for traps and events of the kernel, and what the last stop was about. */
export const exceptionsFeature = {
  setExceptionBreakpoints: {
    shape: object(
      {},
      {
        filters: list(text),
        filterOptions: list(object({ filterId: text }, { condition: text, mode: text })),
      },
    ),
    capabilities: {
      supportsExceptionFilterOptions: true,
      exceptionBreakpointFilters: trapFilters.map(({ id: filter, label, description, byDefault }) => ({
        filter,
        label,
        description,
        default: byDefault,
        supportsCondition: true,
        conditionDescription: 'e.g. pid == 3 && a7 == SYS_write',
      })),
    },
    handle: (session, args) => {
      session.wishes.exceptions = args;
      session.wishes.exceptionIds = [];
      return { breakpoints: setFilters(session) };
    },
  },
  'trapframe/setTrapBreakpoints': {
    shape: object({
      causes: list(either(causeNumber, object({ cause: causeNumber }, { interrupt: flag }))),
    }),
    handle: (session, { causes }) => {
      session.wishes.causes = causes.map(readCause);
      if (!session.noDebug) session.debugger?.setTrapCauses(session.wishes.causes);
      return {};
    },
  },
  exceptionInfo: {
    shape: object({ threadId: id }),
    capabilities: { supportsExceptionInfoRequest: true },
    handle: (session, { threadId }) => exceptionInfo(session, threadId),
  },
} satisfies Feature;

function readCause(given: number | TrapCauseBody): TrapCause {
  const { cause, interrupt = false } = typeof given === 'number' ? { cause: given } : given;
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
  const ids = session.wishes.exceptionIds;
  const answers = asked.map((wish, index): DebugProtocol.Breakpoint => {
    const id = (ids[index] ??= session.breakpoints.nextId());
    try {
      active.push(readFilter(session, wish));
      return { id, ...(session.debugger ? { verified: true } : NOT_LAUNCHED) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { id, verified: false, message: messageOf(error), reason: 'failed' };
    }
  });
  session.debugger?.setFilters(session.noDebug ? [] : active);
  return answers;
}

const NOT_LAUNCHED = {
  verified: false,
  message: 'waits for the program to be launched',
  reason: 'pending',
} as const;

/** @throws UserError that says why it can never stop anything */
function readFilter(session: Session, wish: DebugProtocol.ExceptionFilterOptions): ActiveFilter {
  const { filterId, condition = '', mode } = wish;
  const filter = filterWithId(filterId);
  if (!filter) {
    const all = trapFilters.map(({ id }) => id).join(', ');
    throw new UserError(`there is no filter "${filterId}"; use one of ${all}`);
  }
  const system = session.debugger?.system;
  if (filter.needsKernel && system && !system.kernel) {
    const why = system.problem ?? 'there is no kernel';
    throw new UserError(`needs a kernel that the debugger understands: ${why}`);
  }
  checkMode(mode);
  const { pid } = session.termsOf({ mode });
  return { id: filter.id, condition: condition.trim() === '' ? undefined : compile(condition), mode, pid };
}

function exceptionInfo(session: Session, threadId: number): DebugProtocol.ExceptionInfoResponse['body'] {
  const target = session.active;
  const { stop, system } = target;
  if (!stop) throw stateError('the machine is running');
  const hart = system.hart(stop.cpu);
  const thread = threadOn(system, hart);
  const { process } = thread;
  const isFresh = process !== undefined && hasNotBegun(system, process, hart);
  const facts = stop.trap ?? (process && !isFresh ? trapOf(system, process, hart) : undefined);
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
