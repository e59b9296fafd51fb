import { callInWords, type FunctionCall } from '../../debug/questions/function-call';
import type { CallBody } from '../../protocol/requests';
import type { Feature } from '../feature';
import { looking, travelAfter } from '../last-write';
import { id, natural } from '../shapes/common';
import { flag, integer, object, text } from '../shapes/shape';
import { standing } from '../standing';

const MOST = 100_000;
const USUAL = { calls: 10_000, times: 1_000 };

/** Questions about the past that running it once more answers. */
export const questionsFeature = {
  'trapframe/calls': {
    shape: object({ function: text }, { pid: id, from: natural, to: natural, limit: integer(1) }),
    handle: async (session, { function: name, pid, from, to, limit = USUAL.calls }, answer) => {
      const target = standing(session);
      const asked = {
        from: from ?? 0,
        to: Math.min(to ?? Infinity, target.time.end),
        limit: Math.min(MOST, limit),
      };
      const isWanted = (call: FunctionCall): boolean => pid === undefined || call.pid === pid;
      const { found, isCut } = await looking(session, answer, `Looking for calls of ${name}`, () =>
        target.questions.calls(name, asked, isWanted),
      );
      return { calls: found.map(callBody), ...(isCut ? { more: true } : {}) };
    },
  },
  'trapframe/when': {
    shape: object(
      { expression: text },
      { frameId: id, from: natural, to: natural, limit: integer(1), go: flag },
    ),
    handle: async (session, { expression, frameId, from, to, limit = USUAL.times, go }, answer) => {
      const target = standing(session);
      const { thread, frame } = session.stacks.frameWithId(frameId);
      const asked = {
        from: from ?? 0,
        to: Math.min(to ?? Infinity, target.time.end),
        limit: Math.min(MOST, limit),
      };
      const { found, isCut } = await looking(session, answer, `When was ${expression}?`, () =>
        target.questions.when(expression, target.viewpoint(thread, frame), asked),
      );
      const times = found.map((one) => ({ from: one.from, ...(one.to === undefined ? {} : { to: one.to }) }));
      if (go === true && times.length > 0) {
        travelAfter(session, answer, () => target.time.seek(times[0].from, `${expression} became true`));
      }
      return { times, ...(isCut ? { more: true } : {}) };
    },
  },
} satisfies Feature;

function callBody(call: FunctionCall): CallBody {
  const { at, cpu, pid, name, arguments: args, caller, depth, end } = call;
  return {
    at,
    cpu,
    name,
    arguments: [...args],
    caller,
    depth,
    words: callInWords(call),
    ...(pid === undefined ? {} : { pid }),
    ...(end === undefined ? {} : { returned: end.at }),
    ...(end?.result === undefined ? {} : { result: end.result }),
  };
}
