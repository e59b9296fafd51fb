import packageJson from '../../../package.json';
import { UserError } from '../../base/errors';
import { hex } from '../../base/integers';
import { compile } from '../../debug/expressions/evaluate';
import { GRANULARITIES } from '../../debug/run/stepping';
import { writeRecording } from '../../debug/time/recording-file';
import { REVERSE_DESTINATIONS } from '../../debug/time/time-travel';
import type { Thread } from '../../debug/threads';
import type { CodeFrame } from '../../debug/unwind/frames';
import { show } from '../../debug/values/format';
import type { ReverseDestination } from '../../protocol/requests';
import { toBase64 } from '../base64';
import { stateError } from '../errors';
import type { Feature } from '../feature';
import { lastWriteOf, travelAfter } from '../last-write';
import type { Session } from '../session';
import { id, natural } from '../shapes/common';
import { flag, integer, nothing, object, oneOf, text } from '../shapes/shape';
import { standing } from '../standing';

/** Going to other instants of the run. The machine moves after the response, so that its events come behind it. */
export const timeFeature = {
  reverseContinue: {
    shape: object({}, { threadId: id }),
    capabilities: { supportsStepBack: true },
    handle: (session, _, answer) => {
      const target = standing(session);
      answer.after(() => {
        session.progress.begin('Running backward', () => target.pause());
        target.time.reverseContinue();
      });
    },
  },
  stepBack: {
    shape: object({ threadId: id }, { granularity: oneOf(...GRANULARITIES), singleThread: flag }),
    capabilities: { supportsStepBack: true },
    handle: (session, { threadId, granularity = 'line' }, answer) => {
      const target = standing(session);
      const thread = session.stacks.thread(threadId);
      answer.after(() => {
        session.progress.begin('Stepping back', () => target.pause());
        target.time.stepBack(thread, granularity);
      });
    },
  },
  restartFrame: {
    shape: object({ frameId: id }),
    capabilities: { supportsRestartFrame: true },
    handle: (session, { frameId }, answer) => {
      const target = standing(session);
      const { thread, frame } = session.stacks.frameWithId(frameId);
      answer.after(() => {
        session.progress.begin('Going back to the call', () => target.pause());
        target.time.restartFrame(thread, frame);
      });
    },
  },
  'trapframe/saveRecording': {
    shape: nothing,
    handle: async (session) => {
      const { time } = session.active;
      const { origin } = session;
      if (!origin) throw stateError('no program has been launched yet');
      const recorded = { ...origin, ...time.record(), isAbandoned: !session.active.isAtEnd };
      return { data: toBase64(await writeRecording(recorded, packageJson.version)) };
    },
  },
  'trapframe/reverse': {
    shape: object(
      { to: oneOf(...REVERSE_DESTINATIONS) },
      { threadId: id, granularity: oneOf(...GRANULARITIES) },
    ),
    handle: (session, { threadId, to, granularity = 'line' }, answer) => {
      const target = standing(session);
      const thread = session.stacks.thread(threadId ?? session.stacks.defaultFrame().thread.id);
      target.time.checkReverse(thread, to);
      answer.after(() => {
        session.event('continued', { threadId: thread.id, allThreadsContinued: true });
        session.progress.begin(WORDS[to], () => target.pause());
        target.time.reverse(thread, to, granularity);
      });
      return {};
    },
  },
  'trapframe/seek': {
    shape: object({ instruction: natural }),
    handle: (session, { instruction }, answer) => {
      const target = standing(session);
      travelAfter(session, answer, () => {
        session.progress.begin(`Going to instant ${instruction}`, () => target.pause());
        target.time.seek(instruction);
      });
      return {};
    },
  },
  'trapframe/lastWrite': {
    shape: object(
      { expression: text },
      { frameId: id, variablesReference: id, bytes: integer(1), before: natural, go: flag },
    ),
    handle: async (session, { go, ...asked }, answer) => {
      standing(session);
      const { thread, frame } = session.stacks.frameWithId(asked.frameId);
      const value = valueOf(session, thread, frame, asked.expression);
      const write = await lastWriteOf(session, answer, asked);
      if (go === true) travelAfter(session, answer, () => session.active.time.toWrite(write));
      const { instruction, by, pid, pc, words } = write;
      return {
        instruction,
        by,
        words,
        ...(pid === undefined ? {} : { pid }),
        ...(pc === undefined ? {} : { pc: hex(pc) }),
        ...(value === undefined ? {} : { value }),
      };
    },
  },
  'trapframe/bookmarks': {
    shape: object({}, { add: object({ name: text }, { instruction: natural }), remove: text }),
    handle: (session, { add, remove }) => {
      const { bookmarks, now } = session.active.time;
      if (remove !== undefined) bookmarks.remove(remove);
      if (add) bookmarks.add(add.name, add.instruction ?? now);
      return { bookmarks: [...bookmarks.all] };
    },
  },
  'trapframe/branches': {
    shape: object({}, { goTo: id }),
    handle: (session, { goTo }, answer) => {
      const { time } = session.active;
      if (goTo !== undefined) {
        const target = standing(session);
        time.branches.check(goTo);
        travelAfter(session, answer, () => {
          session.progress.begin(`Going to branch ${goTo}`, () => target.pause());
          time.goToBranch(goTo);
        });
      }
      const branches = time.branches.all.map(({ id, parent, from, end, isCurrent }) => ({
        id,
        from,
        end,
        current: goTo === undefined ? isCurrent : id === goTo,
        ...(parent === undefined ? {} : { parent }),
      }));
      return { branches };
    },
  },
  'trapframe/console': {
    shape: object({ line: integer(1) }),
    handle: (session, { line }) => ({ instruction: session.active.time.instantOfLine(line) }),
  },
} satisfies Feature;

/** What an expression reads as now; undefined where it is the name of something in a list. */
function valueOf(session: Session, thread: Thread, frame: CodeFrame, expression: string): string | undefined {
  try {
    return show(
      compile(expression).evaluate(session.active.environment(thread, frame)),
      session.format(undefined),
    );
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const WORDS: Readonly<Record<ReverseDestination, string>> = {
  into: 'Stepping back into the call',
  out: 'Going back to the call',
  trap: 'Going back to the last trap',
  contextSwitch: 'Going back to the last context switch',
  scheduled: 'Going back to when the process got the CPU',
  user: 'Going back to user mode',
};
