import type { SystemCalls } from '../../traps/system-calls';
import { Absent } from '../../expressions/absent';
import { ExpressionError } from '../../expressions/error';
import { compile, type Environment } from '../../expressions/evaluate';
import { namesIn, type NamedAt } from '../../expressions/names';
import { arrayOf, C, commonType, standardType } from '../../values/types';
import type { Space } from '../../values/location';
import { ValueProblem } from '../../values/problem';
import { isTrue, numberAs, type Value } from '../../values/value';
import { nearName } from '../../../toolchain/assembler/text/near-names';
import type { TimelineEvent } from '../event';
import { fieldCalled, fieldNames, isField, type Content, type FieldName, type Look } from './fields';

/** Whether an expression holds for an event. @throws ExpressionError */
export type Predicate = (event: TimelineEvent, look: Look) => boolean;

/**
 * An expression over the facts of an event: names are its fields, and the words for kinds, modes, states and system calls are
 * constants. A comparison with a field that the event does not have does not hold.
 * @throws ExpressionError when it is none, or names what is neither
 */
export function where(text: string, calls: Pick<SystemCalls, 'names'> | undefined): Predicate {
  const expression = compile(text);
  const constants = constantsOf(calls);
  const names = namesIn(text);
  for (const one of names) checkName(text, one, constants);
  const texts = new Set(names.filter(({ isBesideText }) => isBesideText).map(({ name }) => name));
  for (const { name, column, isBesideText } of names) {
    if (isBesideText || !texts.has(name)) continue;
    throw new ExpressionError(text, column, `${name} is compared with a text here, and not there`);
  }
  const environment = new FactEnvironment(constants, texts);
  const holds: Predicate = (event, look) => {
    environment.contentOf = (name) => fieldCalled(name).of(event, look);
    try {
      return isTrue(expression.evaluate(environment));
    } catch (error) {
      if (error instanceof Absent) return false;
      if (error instanceof ValueProblem) throw new ExpressionError(text, 1, error.message);
      throw error;
    }
  };
  return holds;
}

type Constants = ReadonlyMap<string, Value>;

/** All words that a field may be, numbered: the same word is the same number in every field. */
function constantsOf(calls: Pick<SystemCalls, 'names'> | undefined): Constants {
  const words = fieldNames.flatMap((name) => fieldCalled(name).words ?? []);
  const all = new Set([...words, ...(calls?.names ?? [])]);
  return new Map([...all].map((word, i) => [word, numberAs(C.int, BigInt(i))]));
}

function checkName(text: string, { name, column, isBesideText }: NamedAt, constants: Constants): void {
  const fail = (problem: string): never => {
    throw new ExpressionError(text, column, problem);
  };
  if (isField(name)) {
    const field = fieldCalled(name);
    if (isBesideText && !field.text && !isWord(name)) fail(`${name} is a number, no text`);
    if (!isBesideText && field.text === 'always')
      fail(`${name} is a text: compare it with one, as in ${name} == "..."`);
    return;
  }
  if (constants.has(name)) return;
  const near = nearName(name, [...fieldNames, ...constants.keys()]);
  const instead = near ? `did you mean ${near}?` : `the fields of events are ${fieldNames.join(', ')}`;
  fail(`nothing of an event is called "${name}"; ${instead}`);
}

/** A field that is one of a few words. */
const isWord = (name: FieldName): boolean => name === 'call' || fieldCalled(name).words !== undefined;

/** What names mean in an expression over the facts of an event. */
class FactEnvironment implements Environment {
  contentOf: (name: FieldName) => Content = () => undefined;
  readonly space = NOWHERE;

  constructor(
    private readonly constants: Constants,
    /** Names that are compared with texts. */
    private readonly texts: ReadonlySet<string>,
  ) {}

  lookup(name: string): Value | undefined {
    if (!isField(name)) return this.constants.get(name);
    const content = this.contentOf(name);
    const isText = typeof content === 'string' && (this.texts.has(name) || !isWord(name));
    if (content === undefined || isText !== this.texts.has(name)) throw new Absent(name);
    if (isText) return textValue(content);
    if (typeof content === 'bigint') {
      return numberAs(fieldCalled(name).isAddress ? C.unsignedLong : C.long, content);
    }
    // `state` is a kind and a field: beside a field it is the kind.
    return { ...(this.constants.get(content) ?? UNNAMED), words: this.constants };
  }

  global(): undefined {
    return undefined;
  }

  type(words: readonly string[]) {
    return standardType(words) ?? commonType(words.join(' '));
  }

  elsewhere(): never {
    throw new ValueProblem('an event has no memory that could be looked at');
  }
}

/** A call that the kernel does not have. */
const UNNAMED = numberAs(C.int, -1n);

function textValue(text: string): Value {
  const bytes = new TextEncoder().encode(text + '\0');
  return { type: arrayOf(C.char, bytes.length), location: { kind: 'bytes', bytes } };
}

/** Events are facts: there is no memory behind them. */
const NOWHERE: Space = {
  read: () => undefined,
  write: () => false,
  nameOf: () => undefined,
  isCode: () => false,
  roomAt: () => undefined,
  owner: undefined,
};
