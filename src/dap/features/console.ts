import { ErrorId, RequestError, stateError } from '../errors';
import type { Feature } from '../feature';
import { flag, object, text } from '../shapes/shape';

/** Bytes of one request: more than anybody types, and as much as anybody pastes. */
const MOST = 1 << 16;
/** Bytes that the program has not read yet. */
const MOST_WAITING = 1 << 20;

/** What somebody types at the machine's console, and what the debugger writes beside the program's own output. */
export const consoleFeature = {
  /** What is typed arrives at the instant at which the machine is, and is part of the run from then on. */
  'trapframe/consoleInput': {
    shape: object({}, { text, end: flag }),
    handle: (session, { text: typed = '', end = false }) => {
      const target = session.active;
      const bytes = new TextEncoder().encode(typed);
      if (bytes.length > MOST) {
        throw new RequestError(
          ErrorId.user,
          `${bytes.length} bytes are too many to be typed at once; at most ${MOST}`,
        );
      }
      if (bytes.length > 0 && target.system.machine.input.pending + bytes.length > MOST_WAITING) {
        throw stateError(
          `the program has not read yet what was typed before: ${MOST_WAITING} bytes can wait for it`,
        );
      }
      session.wishes.isTypedAt = !end;
      const isGiven = session.booted?.options.input !== undefined;
      if (isGiven && bytes.length > 0) {
        throw new RequestError(
          ErrorId.user,
          'the console reads the input of the launch configuration; leave out "input" to type',
        );
      }
      if ((target.isOver || target.isAtEnd) && bytes.length > 0) {
        throw stateError('the machine has been switched off; restart to type');
      }
      if (bytes.length > 0) target.type(bytes);
      if (!isGiven) target.isTypedAt = !end;
      return {};
    },
  },
  'trapframe/logSystemCalls': {
    shape: object({ on: flag }),
    handle: (session, { on }) => {
      session.wishes.logSystemCalls = on;
      if (session.debugger) session.debugger.logsSystemCalls = on;
      return {};
    },
  },
} satisfies Feature;
