import { parse } from '../../expressions/parse';
import type { Syntax } from '../../expressions/syntax';
import { eventKinds, type EventKind } from '../event';

/** The kinds of events that an expression can hold for, as far as it says so: others need not be looked at closely. undefined: any. */
export const kindsIn = (text: string): ReadonlySet<EventKind> | undefined => kindsOf(parse(text).syntax);

function kindsOf(syntax: Syntax): ReadonlySet<EventKind> | undefined {
  if (syntax.kind !== 'binary') return undefined;
  const { operator, left, right } = syntax;
  if (operator === '==') return kindBeside(left, right) ?? kindBeside(right, left);
  if (operator !== '&&' && operator !== '||') return undefined;
  const [one, other] = [kindsOf(left), kindsOf(right)];
  if (operator === '||') return one && other && new Set([...one, ...other]);
  return one && other ? new Set([...one].filter((kind) => other.has(kind))) : (one ?? other);
}

/** Of `kind == trap`. */
function kindBeside(field: Syntax, word: Syntax): ReadonlySet<EventKind> | undefined {
  if (field.kind !== 'name' || field.name !== 'kind' || word.kind !== 'name') return undefined;
  return Object.hasOwn(eventKinds, word.name) ? new Set([word.name as EventKind]) : undefined;
}
