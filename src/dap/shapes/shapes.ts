import { DESTINATIONS } from '../../debug/run/run-to';
import { GRANULARITIES } from '../../debug/run/stepping';
import { flag, integer, list, object, oneOf, text, type Shape } from './shape';

/** Rows of a disassembly that one request may ask for, and how far away: no view shows as many. */
const MOST_ROWS = 100_000;

const natural = integer(0);
const id = integer(0, 2 ** 31 - 1);
const source = object({}, { path: text, name: text, sourceReference: id });
const terms = { condition: text, hitCondition: text, logMessage: text, mode: text };
const format = object({}, { hex: flag });
const step = object(
  { threadId: id },
  { granularity: oneOf(...GRANULARITIES), singleThread: flag, targetId: id },
);

const causeNumber = integer(0, 63);
const trapCause: Shape = (value, place) =>
  typeof value === 'number'
    ? causeNumber(value, place)
    : object({ cause: causeNumber }, { interrupt: flag })(value, place);

/**
 * What the arguments of each request must look like before its handler sees them. The attributes of `launch` and `restart` are
 * read by the options table; requests that are not here take none, or look for themselves.
 */
export const shapes: Readonly<Record<string, Shape>> = {
  setBreakpoints: object(
    { source },
    {
      breakpoints: list(object({ line: integer() }, { column: integer(), ...terms })),
      lines: list(integer()),
    },
  ),
  setFunctionBreakpoints: object({ breakpoints: list(object({ name: text }, terms)) }),
  setInstructionBreakpoints: object({
    breakpoints: list(object({ instructionReference: text }, { offset: integer(), ...terms })),
  }),
  setDataBreakpoints: object({
    breakpoints: list(object({ dataId: text }, { accessType: text, ...terms })),
  }),
  dataBreakpointInfo: object(
    { name: text },
    { variablesReference: id, frameId: id, bytes: integer(), asAddress: flag, mode: text },
  ),
  setExceptionBreakpoints: object(
    {},
    {
      filters: list(text),
      filterOptions: list(object({ filterId: text }, { condition: text, mode: text })),
    },
  ),
  breakpointLocations: object(
    { source, line: integer() },
    { column: integer(), endLine: integer(), endColumn: integer() },
  ),
  exceptionInfo: object({ threadId: id }),

  continue: object({}, { threadId: id }),
  pause: object({}, { threadId: id }),
  next: step,
  stepIn: step,
  stepOut: step,
  stepInTargets: object({ frameId: id }),
  gotoTargets: object({ source, line: integer() }, { column: integer() }),
  goto: object({ threadId: id, targetId: id }),
  cancel: object({}, { requestId: integer(), progressId: text }),

  stackTrace: object({ threadId: id }, { startFrame: natural, levels: natural }),
  scopes: object({ frameId: id }),
  variables: object({ variablesReference: id }, { start: natural, count: natural, filter: text, format }),
  setVariable: object({ variablesReference: id, name: text, value: text }, { format }),
  setExpression: object({ expression: text, value: text }, { frameId: id, format }),
  evaluate: object({ expression: text }, { frameId: id, context: text, format }),
  completions: object({ text, column: integer() }, { frameId: id, line: integer() }),

  source: object({}, { source, sourceReference: id }),
  readMemory: object({ memoryReference: text, count: natural }, { offset: integer() }),
  writeMemory: object({ memoryReference: text, data: text }, { offset: integer(), allowPartial: flag }),
  disassemble: object(
    { memoryReference: text, instructionCount: integer(0, MOST_ROWS) },
    { offset: integer(), instructionOffset: integer(-MOST_ROWS, MOST_ROWS) },
  ),

  'trapframe/runTo': object({ destination: oneOf(...DESTINATIONS) }, { threadId: id }),
  'trapframe/setTrapBreakpoints': object({ causes: list(trapCause) }),
  'trapframe/logSystemCalls': object({ on: flag }),
  'trapframe/numberFormat': object({}, { hexadecimal: flag }),
  'trapframe/trapCard': object({ threadId: id }),
};
