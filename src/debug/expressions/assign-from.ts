import { stripped } from '../../toolchain/dwarf/types/model';
import { assignNumber, type Value } from '../values/value';
import { assign } from './assign';
import { compile, type Environment } from './evaluate';

/**
 * Gives a place the value that a text stands for: an expression, the name of an enumeration's value, a quoted text for an array
 * of characters; or a value as it is shown, of which the number counts. @throws ValueProblem, ExpressionError
 */
export function assignFrom(target: Value, text: string, environment: Environment): void {
  const type = stripped(target.type);
  const word = text.trim();
  const named = type.kind === 'enumeration' ? type.values.find(({ name }) => name === word) : undefined;
  if (named) return assignNumber(target, named.value);
  if (word === 'true' || word === 'false') return assignNumber(target, word === 'true' ? 1n : 0n);
  assign(target, compile(SHOWN.exec(word)?.[1] ?? text).evaluate(environment));
}

/** `0x2000 <message> "hello"`, `104 'h'`, `0x8 (8)`, `0x8 — Reserved`: the number, and what was said about it. */
const SHOWN = /^(-?(?:0x[0-9a-f]+|\d+)) (?:<[^>]*>|"|'|\u2014 |\([^()]*\)(?:$| \u2014 ))/;
