import { hex } from '../../base/integers';
import { assignFrom } from '../../debug/expressions/assign-from';
import { ExpressionError } from '../../debug/expressions/error';
import { compile, type Environment, type Expression } from '../../debug/expressions/evaluate';
import { contentsExpression } from '../../debug/names/data-symbols';
import { csrWords } from '../../debug/values/csr-words';
import { show } from '../../debug/values/format';
import type { Value } from '../../debug/values/value';
import { wrote } from '../changes';
import { ErrorId, RequestError, stateError } from '../errors';
import { HELP } from '../console-help';
import { answerQuestion, questionIn } from '../console-questions';
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
    handle: (session, { expression, frameId, context, format }, answer) => {
      const isConsole = context === 'repl';
      if (isConsole && TYPED.test(expression)) return typeLine(session, expression);
      const reference = referenceOf(session, frameId);
      const question = isConsole ? questionIn(expression) : undefined;
      if (question && !environmentOf(session, reference).lookup(question.word)) {
        return answerQuestion(session, answer, question, frameId).then(inWords);
      }
      if (isConsole && expression.trim() === 'help' && !environmentOf(session, reference).lookup('help')) {
        return inWords(HELP);
      }
      try {
        const compiled = compile(expression, { assignments: isConsole });
        const changes = compiled.assigns;
        if (changes && session.active.isRunning) {
          throw stateError('the machine is running; pause it to change something');
        }
        const value = compiled.evaluate(environmentOf(session, reference));
        if (changes) wrote(session);
        const shown = { ...session.format(format), whole: context === 'clipboard' };
        const item = itemOf(session, reference, compiled, changes ? value : undefined, value);
        const { value: result, ...rest } = presentValue(session, item, value, shown);
        return {
          ...rest,
          result: context === 'clipboard' ? show(value, shown) : withRemark(value, result, isConsole),
        };
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
      // Another pc or sp can make another frame of the expression's: the place that was written is shown.
      const item = itemOf(session, reference, compiled, undefined, target);
      const { value: result, ...rest } = presentValue(session, item, target, session.format(format));
      return { ...rest, value: withRemark(target, result, false) };
    },
  },
} satisfies Feature;

/** A line for the machine's console, for whoever has no terminal there: no expression begins so. */
const TYPED = /^\s*> ?/;

function typeLine(session: Session, line: string): { result: string; variablesReference: number } {
  // Enter, as a terminal sends it.
  session.console.type(new TextEncoder().encode(line.replace(TYPED, '').replace(/\r?\n?$/, '\r')));
  return inWords('');
}

const inWords = (result: string) => ({ result, variablesReference: 0 });

/** Of a label of assembly where that is; of a control and status register, where there is room for it, what it says. */
function withRemark(value: Value, text: string, isConsole: boolean): string {
  const { location, isLabelled } = value;
  if (isLabelled && location.kind === 'memory') return `${text} (at ${hex(location.address)})`;
  const words = isConsole ? csrWords(value) : undefined;
  return words === undefined ? text : `${text} — ${words}`;
}

function referenceOf(session: Session, frameId: number | undefined): FrameReference {
  return session.stacks.frameWithId(frameId).reference;
}

function environmentOf(session: Session, reference: FrameReference): Environment {
  return session.stacks.environment(session.stacks.frame(reference));
}

/** What unfolds evaluates again; an assignment has happened, and must not happen twice. */
function itemOf(
  session: Session,
  reference: FrameReference,
  compiled: Expression,
  done: Value | undefined,
  value: Value,
): Item {
  const environment = (): Environment => environmentOf(session, reference);
  const text = compiled.text.trim();
  // Within a longer expression a label stands for its address.
  const expression =
    value.isLabelled && /^\w+$/.test(text) ? contentsExpression(text, value.type) : compiled.text;
  return {
    name: compiled.text,
    key: `expression ${reference.key} ${compiled.text}`,
    expression: done ? undefined : expression,
    resolve: () => done ?? compiled.evaluate(environment()),
    environment,
  };
}
