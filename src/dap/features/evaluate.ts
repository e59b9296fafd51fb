import { assignFrom } from '../../debug/expressions/assign-from';
import { ExpressionError } from '../../debug/expressions/error';
import { compile, type Environment, type Expression } from '../../debug/expressions/evaluate';
import { show } from '../../debug/values/format';
import type { Value } from '../../debug/values/value';
import { wrote } from '../changes';
import { ErrorId, RequestError, stateError } from '../errors';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { format as formatShape, id } from '../shapes/common';
import { object, text } from '../shapes/shape';
import type { FrameReference } from '../stacks';
import { changing, presentValue, type Item } from '../variables/typed';

/** Expressions for watches, hovers and the console. Only what is typed into the console can change anything. */
export const evaluateFeature = {
  evaluate: {
    shape: object({ expression: text }, { frameId: id, context: text, format: formatShape }),
    capabilities: { supportsEvaluateForHovers: true, supportsClipboardContext: true },
    handle: (session, { expression, frameId, context, format }) => {
      const reference = referenceOf(session, frameId);
      const isConsole = context === 'repl';
      try {
        const compiled = compile(expression, { assignments: isConsole });
        const changes = compiled.assigns;
        if (changes && session.active.isRunning) {
          throw stateError('the machine is running; pause it to change something');
        }
        const value = compiled.evaluate(environmentOf(session, reference));
        if (changes) wrote(session);
        const shown = { ...session.format(format), whole: context === 'clipboard' };
        const item = itemOf(session, reference, compiled, changes ? value : undefined);
        const { value: result, ...rest } = presentValue(session, item, value, shown);
        return { ...rest, result: context === 'clipboard' ? show(value, shown) : result };
      } catch (error) {
        // A console has room for the line that the caret points into.
        if (isConsole && error instanceof ExpressionError)
          throw new RequestError(ErrorId.user, error.pointed);
        throw error;
      }
    },
  },
  setExpression: {
    shape: object({ expression: text, value: text }, { frameId: id, format: formatShape }),
    capabilities: { supportsSetExpression: true },
    handle: (session, { expression, value, frameId, format }) => {
      if (session.active.isRunning) throw stateError('the machine is running; pause it to change something');
      const reference = referenceOf(session, frameId);
      const environment = environmentOf(session, reference);
      const compiled = compile(expression);
      const target = compiled.evaluate(environment);
      changing(session, expression, target, () => assignFrom(target, value, environment));
      const after = compiled.evaluate(environmentOf(session, reference));
      return presentValue(
        session,
        itemOf(session, reference, compiled, undefined),
        after,
        session.format(format),
      );
    },
  },
} satisfies Feature;

function referenceOf(session: Session, frameId: number | undefined): FrameReference {
  return session.stacks.frameWithId(frameId).reference;
}

function environmentOf(session: Session, reference: FrameReference): Environment {
  const { thread, frame } = session.stacks.frame(reference);
  return session.active.environment(thread, frame);
}

/** What unfolds evaluates again; an assignment has happened, and must not happen twice. */
function itemOf(
  session: Session,
  reference: FrameReference,
  compiled: Expression,
  done: Value | undefined,
): Item {
  const environment = (): Environment => environmentOf(session, reference);
  return {
    name: compiled.text,
    key: `expression ${reference.key} ${compiled.text}`,
    expression: done ? undefined : compiled.text,
    resolve: () => done ?? compiled.evaluate(environment()),
    environment,
  };
}
