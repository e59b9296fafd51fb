import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BreakpointTerms } from '../../debug/breakpoints/trigger';
import type { Placed } from '../../debug/breakpoints/table';
import type { Debugger } from '../../debug/debugger';
import { parseAddress } from '../addresses';
import type { Handlers } from '../handlers';
import { termsOf, type Session } from '../session';
import { sourceOf } from '../sources';
import { placeData } from './data-breakpoints';
import { setFilters } from './exceptions';

/** Breakpoints on lines, functions and instructions. */
export function breakpointsFeature(session: Session): Handlers {
  return {
    setBreakpoints: ({ source, breakpoints, lines }: DebugProtocol.SetBreakpointsArguments) => {
      const path = source.path ?? '';
      const wishes = breakpoints ?? (lines ?? []).map((line) => ({ line }));
      session.wishes.sources.set(path, wishes);
      return { breakpoints: placeLines(session, path) };
    },
    setFunctionBreakpoints: ({ breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments) => {
      session.wishes.functions = breakpoints;
      return { breakpoints: placeFunctions(session) };
    },
    setInstructionBreakpoints: ({ breakpoints }: DebugProtocol.SetInstructionBreakpointsArguments) => {
      session.wishes.instructions = breakpoints;
      return { breakpoints: placeInstructions(session) };
    },
    breakpointLocations: ({ source, line, endLine }: DebugProtocol.BreakpointLocationsArguments) => {
      const offset = lineOffset(session);
      const target = session.active;
      const lines = target.targets.linesWithCode(
        source.path ?? '',
        line + offset,
        (endLine ?? line) + offset,
      );
      return { breakpoints: lines.map((one) => ({ line: one - offset })) };
    },
  };
}

/** Places all that the client has asked for so far in a new debugger; `tell`: the client hears what became of them. */
export function applyWishes(session: Session, mode: 'tell'): void {
  const placed = [
    ...[...session.wishes.sources.keys()].flatMap((path) => placeLines(session, path)),
    ...placeFunctions(session),
    ...placeInstructions(session),
  ];
  const data = placeData(session);
  setFilters(session);
  session.active.setTrapCauses(session.noDebug ? [] : session.wishes.causes);
  session.active.logsSystemCalls = session.wishes.logSystemCalls;
  if (mode !== 'tell') return;
  for (const breakpoint of [...placed, ...data])
    session.event('breakpoint', { reason: 'changed', breakpoint });
}

/** To add to a client's line for one of ours, which count from 1. */
const lineOffset = ({ client }: Session): number => (client.linesStartAt1 ? 0 : 1);

function placeLines(session: Session, path: string): DebugProtocol.Breakpoint[] {
  const target = session.active;
  const wishes = session.wishes.sources.get(path) ?? [];
  target.paths.know(path);
  const offset = lineOffset(session);
  return place(session, `line ${path}`, wishes, (wish) => ({
    key: `${wish.line}`,
    target: target.targets.line(path, wish.line + offset),
  }));
}

const placeFunctions = (session: Session): DebugProtocol.Breakpoint[] =>
  place(session, 'function', session.wishes.functions, ({ name }) => ({
    key: name,
    target: session.active.targets.function(name),
  }));

const placeInstructions = (session: Session): DebugProtocol.Breakpoint[] =>
  place(session, 'instruction', session.wishes.instructions, ({ instructionReference, offset }) => {
    const address = parseAddress(instructionReference, offset);
    return { key: `${address}`, target: session.active.targets.instruction(address) };
  });

function place<W extends BreakpointTerms>(
  session: Session,
  group: string,
  wishes: readonly W[],
  find: (wish: W) => { key: string; target: Placed['target'] },
): DebugProtocol.Breakpoint[] {
  const target = session.active;
  if (session.noDebug) {
    return wishes.map(() => ({ verified: false, message: 'the program runs without debugging' }));
  }
  const placed = target.breakpoints.replace(
    group,
    wishes.map((wish) => ({ ...find(wish), terms: termsOf(session, wish) })),
  );
  target.breakpointsChanged();
  return placed.map((one) => describe(session, target, one));
}

function describe(
  session: Session,
  target: Debugger,
  { id, target: found, breakpoint }: Placed,
): DebugProtocol.Breakpoint {
  const { line, file, places } = found;
  const pid = breakpoint?.mode === 'process' ? breakpoint.terms.pid : undefined;
  const message = found.message ?? (pid === undefined ? undefined : `in process ${pid} only`);
  return {
    id,
    verified: breakpoint !== undefined,
    ...(message === undefined ? {} : { message }),
    ...(breakpoint === undefined ? { reason: 'failed' as const } : {}),
    ...(line === undefined ? {} : { line: line - lineOffset(session) }),
    ...(file === undefined ? {} : { source: sourceOf(target, file) }),
    ...(places[0] === undefined ? {} : { instructionReference: `0x${places[0].address.toString(16)}` }),
  };
}
