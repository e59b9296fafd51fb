import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StepKind } from '../../debug/run/stepping';
import { stepTargets } from '../../debug/run/step-targets';
import type { Answer } from '../connection';
import { stateError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { living, standing } from '../standing';

/** Continue, pause and steps. The machine starts after the response, so that its events come behind it. */
export function executionFeature(session: Session): Handlers {
  const step =
    (kind: StepKind) =>
    (args: DebugProtocol.StepInArguments, answer: Answer): void => {
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
    };
  return {
    continue: (_: unknown, answer: Answer) => {
      const target = standing(session);
      answer.after(() => target.continue());
      return { allThreadsContinued: true };
    },
    pause: () => session.active.pause(),
    next: step('over'),
    stepIn: step('into'),
    stepOut: step('out'),
    stepInTargets: ({ frameId }: DebugProtocol.StepInTargetsArguments) => {
      const target = standing(session);
      const { thread, frame, reference } = session.frameWithId(frameId);
      // Only the newest frame of a thread that runs is about to call anything.
      if (!thread.hart || reference.depth !== session.stack(thread).length) return { targets: [] };
      const at = target.system.machine.instant;
      const { linesStartAt1, columnsStartAt1 } = session.client;
      const targets = stepTargets(target.system, frame).map((one): DebugProtocol.StepInTarget => {
        const { label, address, kind, column } = one;
        return {
          id: session.stepTargets.of(`${at} ${address} ${kind}`, { target: one, at }),
          label,
          ...(frame.line ? { line: frame.line.line - (linesStartAt1 ? 0 : 1) } : {}),
          ...(column === undefined ? {} : { column: column - (columnsStartAt1 ? 0 : 1) }),
        };
      });
      return { targets };
    },
  };
}
