import { messageOf } from '../../base/errors';
import { compile, type Environment, type Expression } from '../expressions/evaluate';
import { show } from '../values/format';

/** A logpoint's text, with `{expression}` in it; `{{` and `}}` are plain braces. */
export type LogMessage = (environment: Environment) => string;

/** `{{`, `}}`, or an expression up to its closing brace: braces within quotes and in pairs are part of it. */
const PART = /\{\{|\}\}|\{((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\{[^{}]*\}|[^{}"'])*|[^{}]*)\}/g;

/** @throws ExpressionError when one of the expressions is none. */
export function readLogMessage(text: string): LogMessage {
  const parts: (string | Expression)[] = [];
  let at = 0;
  for (const match of text.matchAll(PART)) {
    parts.push(text.slice(at, match.index));
    parts.push(match[1] === undefined ? match[0][0] : compile(match[1]));
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return (environment) =>
    parts.map((part) => (typeof part === 'string' ? part : valueOf(part, environment))).join('');
}

/** A log line is written even when a value in it cannot be had; the reason stands in its place. */
function valueOf(expression: Expression, environment: Environment): string {
  try {
    return show(expression.evaluate(environment));
  } catch (error) {
    return `<${messageOf(error)}>`;
  }
}
