import type { Feature } from '../feature';
import { flag, object, text } from '../shapes/shape';

/** What somebody types at the machine's console, and what the debugger writes beside the program's own output. */
export const consoleFeature = {
  /** What is typed arrives at the instant at which the machine is, and is part of the run from then on. */
  'trapframe/consoleInput': {
    shape: object({}, { text, end: flag }),
    handle: (session, { text: typed = '', end = false }) => {
      const target = session.active;
      const isGiven = session.booted?.options.input !== undefined;
      session.wishes.isTypedAt = !end;
      session.console.typedByClient();
      session.console.type(new TextEncoder().encode(typed));
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
