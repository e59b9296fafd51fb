import type { DebugProtocol } from '@vscode/debugprotocol';
import { messageOf, UserError } from '../../base/errors';
import {
  ACCESS_TYPES,
  DATA_MODES,
  type AccessType,
  type DataBreakpoint,
} from '../../debug/breakpoints/data/data-breakpoint';
import { checkMode } from '../../debug/breakpoints/trigger';
import { dataIdOf, LONGEST_DATA, nameOfPlace, type DataPlace } from '../../debug/breakpoints/data/place';
import type { PlacedData } from '../../debug/breakpoints/data/table';
import { ErrorId, RequestError } from '../errors';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { id, terms } from '../shapes/common';
import { flag, integer, list, object, text } from '../shapes/shape';
import { watchable } from '../watchable';

/** Breakpoints on data: memory as a process sees it, registers, CSRs, the mode. */
export const dataBreakpointsFeature = {
  dataBreakpointInfo: {
    shape: object(
      { name: text },
      { variablesReference: id, frameId: id, bytes: integer(), asAddress: flag, mode: text },
    ),
    capabilities: { supportsDataBreakpointBytes: true },
    handle: (session, args) => {
      const { bytes } = args;
      if (bytes !== undefined && !(bytes > 0 && bytes <= LONGEST_DATA)) {
        throw new RequestError(ErrorId.user, `${bytes} bytes cannot be watched; use 1 to ${LONGEST_DATA}`);
      }
      try {
        const place = watchable(session, args);
        const { mode, pid } = session.termsOf({ mode: args.mode });
        checkMode(mode, DATA_MODES);
        const dataId = dataIdOf(place, { mode, pid });
        if (place.kind === 'memory' && place.type) session.wishes.dataTypes.set(dataId, place.type);
        // What is not memory can be seen changing, not being read.
        const accessTypes: AccessType[] = place.kind === 'memory' ? [...ACCESS_TYPES] : ['write'];
        const isNamed = place.kind !== 'memory' || typeof place.at === 'string';
        return { dataId, description: nameOfPlace(place) + whereIs(place), accessTypes, canPersist: isNamed };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { dataId: null, description: messageOf(error) };
      }
    },
  },
  setDataBreakpoints: {
    shape: object({ breakpoints: list(object({ dataId: text }, { accessType: text, ...terms })) }),
    capabilities: { supportsDataBreakpoints: true },
    handle: (session, { breakpoints }) => {
      session.wishes.data = breakpoints;
      return { breakpoints: placeData(session) };
    },
  },
} satisfies Feature;

function whereIs(place: DataPlace): string {
  if (place.kind !== 'memory' && place.kind !== 'register') return ` of cpu ${place.cpu}`;
  if (place.pid !== undefined && place.pid > 0) return ` in process ${place.pid}`;
  const isBare = place.kind === 'memory' && typeof place.at === 'bigint' && place.label === undefined;
  return isBare ? ' in physical memory' : ' in the kernel';
}

/** Places the data breakpoints that the client has asked for. */
export function placeData(session: Session): DebugProtocol.Breakpoint[] {
  const wishes = session.wishes.data.map((wish) => ({
    dataId: wish.dataId,
    access: wish.accessType ?? 'write',
    terms: session.termsOf(wish),
    type: session.wishes.dataTypes.get(wish.dataId),
  }));
  if (session.noDebug) {
    return wishes.map(() => ({ verified: false, message: 'the program runs without debugging' }));
  }
  const placed = session.data.replace(wishes);
  session.debugger?.data.arm();
  session.debugger?.breakpointsChanged();
  return placed.map((one) => describe(session, one));
}

/** A data breakpoint as it is now; to be told again when its bytes have been found, or lost. */
export function describeData(session: Session, breakpoint: DataBreakpoint): DebugProtocol.Breakpoint {
  return describe(session, { id: breakpoint.id, breakpoint });
}

function describe(session: Session, { id, breakpoint, message }: PlacedData): DebugProtocol.Breakpoint {
  if (!breakpoint) {
    return { id, verified: false, reason: 'failed', ...(message === undefined ? {} : { message }) };
  }
  const problem = session.debugger
    ? session.debugger.data.problemOf(breakpoint)
    : 'waits for the program to be launched';
  if (problem === undefined) return { id, verified: true };
  return { id, verified: false, message: problem, reason: 'pending' };
}
