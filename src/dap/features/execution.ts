import type { DebugProtocol } from '@vscode/debugprotocol';
import { GRANULARITIES, type StepKind } from '../../debug/run/stepping';
import { stepTargets } from '../../debug/run/step-targets';
import type { Answer } from '../answer';
import { stateError } from '../errors';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { id } from '../shapes/common';
import { flag, object, oneOf } from '../shapes/shape';
import { living, standing } from '../standing';

const stepShape = object(
  { threadId: id },
  { granularity: oneOf(...GRANULARITIES), singleThread: flag, targetId: id },
);

/** Continue, pause and steps. The machine starts after the response, so that its events come behind it. */
export const executionFeature = {
  continue: {
    shape: object({}, { threadId: id }),
    handle: (session, _, answer) => {
      const target = standing(session);
      answer.after(() => target.continue());
      return { allThreadsContinued: true };
    },
  },
  pause: {
    shape: object({}, { threadId: id }),
    handle: (session) => session.active.pause(),
  },
  next: {
    shape: stepShape,
    capabilities: { supportsSteppingGranularity: true },
    handle: (session, args, answer) => step(session, 'over', args, answer),
  },
  stepIn: {
    shape: stepShape,
    handle: (session, args, answer) => step(session, 'into', args, answer),
  },
  stepOut: {
    shape: stepShape,
    handle: (session, args, answer) => step(session, 'out', args, answer),
  },
  stepInTargets: {
    shape: object({ frameId: id }),
    capabilities: { supportsStepInTargetsRequest: true },
    handle: (session, { frameId }) => {
      const target = standing(session);
      const { thread, frame, reference } = session.stacks.frameWithId(frameId);
      // Only the newest frame of a thread that runs is about to call anything.
      if (!thread.hart || !session.stacks.isNewest(thread, reference)) return { targets: [] };
      const at = target.system.machine.instant;
      const { client } = session;
      const targets = stepTargets(target.system, frame).map((one): DebugProtocol.StepInTarget => {
        const { label, address, kind, column } = one;
        return {
          id: session.stepTargets.of(`${at} ${address} ${kind}`, { target: one, at }),
          label,
          ...(frame.line ? { line: client.line(frame.line.line) } : {}),
          ...(column === undefined ? {} : { column: client.column(column) }),
        };
      });
      return { targets };
    },
  },
} satisfies Feature;

function step(session: Session, kind: StepKind, args: DebugProtocol.StepInArguments, answer: Answer): void {
  const target = standing(session);
  const thread = living(session, args.threadId);
  const granularity = args.granularity ?? 'line';
  const into = args.targetId === undefined ? undefined : session.stepTargets.get(args.targetId);
  if (args.targetId !== undefined && (kind !== 'into' || into?.at !== target.system.machine.instant)) {
    throw stateError(`there is no target ${args.targetId} now; stepInTargets gives them`);
  }
  answer.after(() => {
    session.progress.begin('Stepping', () => target.pause());
    target.step(thread, kind, granularity, into?.target);
  });
}
