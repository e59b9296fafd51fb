import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BreakpointTerms } from '../../debug/breakpoints/trigger';
import type { Target } from '../../debug/breakpoints/breakpoint';
import type { Placed } from '../../debug/breakpoints/table';
import type { Targets } from '../../debug/breakpoints/targets';
import type { Debugger } from '../../debug/debugger';
import { parseAddress } from '../addresses';
import { RequestError } from '../errors';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { source as sourceShape, terms } from '../shapes/common';
import { integer, list, object, text } from '../shapes/shape';
import { pathOf, sourceOf } from '../sources';
import { breakpointModes } from '../breakpoint-modes';
import { placeData } from './data-breakpoints';
import { setFilters } from './exceptions';

/** Breakpoints on lines, functions and instructions. */
export const breakpointsFeature = {
  setBreakpoints: {
    shape: object(
      { source: sourceShape },
      {
        breakpoints: list(object({ line: integer() }, { column: integer(), ...terms })),
        lines: list(integer()),
      },
    ),
    capabilities: {
      supportsConditionalBreakpoints: true,
      supportsHitConditionalBreakpoints: true,
      supportsLogPoints: true,
      breakpointModes,
    },
    handle: (session, { source, breakpoints, lines }) => {
      const path = pathOf(session, source);
      const wishes = breakpoints ?? (lines ?? []).map((line) => ({ line }));
      session.wishes.sources.set(path, wishes);
      return session.spellings.use(path, () => ({ breakpoints: placeLines(session, path, wishes) }));
    },
  },
  setFunctionBreakpoints: {
    shape: object({ breakpoints: list(object({ name: text }, terms)) }),
    capabilities: { supportsFunctionBreakpoints: true },
    handle: (session, { breakpoints }) => {
      session.wishes.functions = breakpoints;
      return { breakpoints: placeFunctions(session) };
    },
  },
  setInstructionBreakpoints: {
    shape: object({
      breakpoints: list(object({ instructionReference: text }, { offset: integer(), ...terms })),
    }),
    capabilities: { supportsInstructionBreakpoints: true },
    handle: (session, { breakpoints }) => {
      session.wishes.instructions = breakpoints;
      return { breakpoints: placeInstructions(session) };
    },
  },
  breakpointLocations: {
    shape: object(
      { source: sourceShape, line: integer() },
      { column: integer(), endLine: integer(), endColumn: integer() },
    ),
    capabilities: { supportsBreakpointLocationsRequest: true },
    handle: (session, args) => {
      const { source, line, column = 0, endLine = line, endColumn = Infinity } = args;
      const path = pathOf(session, source);
      const { client } = session;
      const { targets } = session.active;
      const isWanted = (place: DebugProtocol.BreakpointLocation): boolean =>
        place.column === undefined ||
        ((place.line > line || place.column >= column) &&
          (place.line < endLine || place.column <= endColumn));
      const placesOn = (one: number): DebugProtocol.BreakpointLocation[] => {
        const places = targets
          .columnsOf(path, one)
          .map((at) => ({ line: client.line(one), column: client.column(at) }));
        return places.length > 0 ? places : [{ line: client.line(one) }];
      };
      return session.spellings.use(path, () => {
        const lines = targets.linesWithCode(path, client.ourLine(line), client.ourLine(endLine));
        return { breakpoints: lines.flatMap(placesOn).filter(isWanted) };
      });
    },
  },
} satisfies Feature;

/** Places all that the client has asked for so far in a new debugger; the client hears what became of it. */
export async function applyWishes(session: Session): Promise<void> {
  const { sources } = session.wishes;
  await Promise.all([...sources.keys()].map(async (path) => session.spellings.use(path, () => undefined)));
  const placed = [
    ...[...sources].flatMap(([path, wishes]) => placeLines(session, path, wishes)),
    ...placeFunctions(session),
    ...placeInstructions(session),
  ];
  placed.push(...placeData(session), ...setFilters(session));
  session.active.setTrapCauses(session.noDebug ? [] : session.wishes.causes);
  session.active.setScheduled(session.noDebug ? new Set() : session.wishes.scheduled);
  session.active.logsSystemCalls = session.wishes.logSystemCalls;
  for (const breakpoint of placed) session.event('breakpoint', { reason: 'changed', breakpoint });
}

function placeLines(
  session: Session,
  path: string,
  wishes: readonly DebugProtocol.SourceBreakpoint[],
): DebugProtocol.Breakpoint[] {
  session.debugger?.paths.know(path);
  const { client } = session;
  return place(session, `line ${path}`, wishes, {
    key: ({ line, column }) => `${line} ${column}`,
    find: ({ line, column }, targets) =>
      targets.line(path, client.ourLine(line), column === undefined ? undefined : client.ourColumn(column)),
  });
}

const placeFunctions = (session: Session): DebugProtocol.Breakpoint[] =>
  place(session, 'function', session.wishes.functions, {
    key: ({ name }) => name,
    find: ({ name }, targets) => targets.function(name),
  });

const placeInstructions = (session: Session): DebugProtocol.Breakpoint[] =>
  place(session, 'instruction', session.wishes.instructions, {
    key: ({ instructionReference, offset = 0 }) => `${instructionReference} ${offset}`,
    find: ({ instructionReference, offset }, targets) =>
      targets.instruction(parseAddress(instructionReference, offset)),
  });

/** How wishes of one kind are told apart, and where they lead. */
interface Finder<W> {
  readonly key: (wish: W) => string;
  /** @throws RequestError when the wish names no place */
  readonly find: (wish: W, targets: Targets) => Target;
}

function place<W extends BreakpointTerms>(
  session: Session,
  group: string,
  wishes: readonly W[],
  { key, find }: Finder<W>,
): DebugProtocol.Breakpoint[] {
  if (session.noDebug) {
    return wishes.map(() => ({ verified: false, message: 'the program runs without debugging' }));
  }
  const target = session.debugger;
  const found = (wish: W): Target => {
    try {
      return target ? find(wish, target.targets) : NOT_LAUNCHED;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return { places: [], message: error.message };
    }
  };
  const placed = session.breakpoints.replace(
    group,
    wishes.map((wish) => ({ key: key(wish), target: found(wish), terms: session.termsOf(wish) })),
  );
  target?.breakpointsChanged();
  return placed.map((one) => describe(session, target, one));
}

const NOT_LAUNCHED: Target = { places: [], message: 'waits for the program to be launched' };

function describe(
  session: Session,
  target: Debugger | undefined,
  { id, target: found, breakpoint }: Placed,
): DebugProtocol.Breakpoint {
  const { line, column, file, places } = found;
  const pid = breakpoint?.mode === 'process' ? breakpoint.terms.pid : undefined;
  const message = found.message ?? (pid === undefined ? undefined : `in process ${pid} only`);
  return {
    id,
    verified: breakpoint !== undefined,
    ...(message === undefined ? {} : { message }),
    ...(breakpoint === undefined ? { reason: target ? ('failed' as const) : ('pending' as const) } : {}),
    ...(line === undefined ? {} : { line: session.client.line(line) }),
    ...(column === undefined ? {} : { column: session.client.column(column) }),
    ...(target === undefined || file === undefined ? {} : { source: sourceOf(session, file) }),
    ...(places[0] === undefined ? {} : { instructionReference: `0x${places[0].address.toString(16)}` }),
  };
}
