import type { DebugProtocol } from '@vscode/debugprotocol';
import { stripped } from '../../toolchain/dwarf/types/model';
import { typeName } from '../../toolchain/dwarf/types/name';
import type { Environment } from '../../debug/expressions/evaluate';
import { assignFrom } from '../../debug/expressions/assign-from';
import { childrenOf, shapeOf, type Child } from '../../debug/values/children';
import { show, type Format } from '../../debug/values/format';
import { isWritable } from '../../debug/values/location';
import { ValueProblem } from '../../debug/values/problem';
import type { Value } from '../../debug/values/value';
import { wrote } from '../changes';
import { ErrorId, RequestError } from '../errors';
import { memoryReference } from '../memory-reference';
import type { Session } from '../session';
import { paged, type Page, type VariableSource } from './variable';

/** One line of a tree of values. */
export interface Item {
  readonly name: string;
  /** Tells it from everything else that unfolds; the same at every stop. */
  readonly key: string;
  /** The expression for it, where there is one. */
  readonly expression: string | undefined;
  /** What it is now. */
  resolve(): Value;
  /** Where the text of a new value is read. */
  environment(): Environment;
}

/** A client that does not page gets no more elements than this, and then a line that says how many there are. */
const MOST_UNPAGED = 1000;

/** A value, as the client shows it. */
export function present(session: Session, item: Item, format: Format): DebugProtocol.Variable {
  const { name, expression } = item;
  const value = item.resolve();
  return {
    name,
    ...presentValue(session, item, value, format),
    ...(expression === undefined ? {} : { evaluateName: expression }),
  };
}

/** What variables and results of expressions have in common. */
export function presentValue(
  session: Session,
  item: Item,
  value: Value,
  format: Format,
): Omit<DebugProtocol.Variable, 'name'> {
  const { named, indexed } = shapeOf(value);
  const reference = memoryReference(value);
  const unfolds = named + indexed > 0;
  return {
    value: show(value, format),
    type: typeName(value.type),
    variablesReference: unfolds ? session.variables.of(item.key, sourceOf(session, item)) : 0,
    ...(named > 0 ? { namedVariables: named } : {}),
    ...(indexed > 0 ? { indexedVariables: indexed } : {}),
    ...(reference === undefined ? {} : { memoryReference: reference }),
    ...(isWritable(value.location) && !isWhole(value)
      ? {}
      : { presentationHint: { attributes: ['readOnly'] } }),
  };
}

/** Of a structure or array only the parts can be edited; a text can as a whole. */
function isWhole({ type }: Value): boolean {
  const plain = stripped(type);
  if (plain.kind === 'array') return !/^(un)?signedCharacter$/.test(encodingOf(plain.element));
  return plain.kind === 'structure' || plain.kind === 'union';
}

const encodingOf = (type: Value['type']): string => {
  const plain = stripped(type);
  return plain.kind === 'base' ? plain.encoding : '';
};

/** The parts of a value. */
function sourceOf(session: Session, whole: Item): VariableSource {
  const itemOf = ({ name, expression }: Child, index: number): Item => ({
    name,
    key: `${whole.key} ${name}`,
    expression: whole.expression === undefined ? undefined : expression(whole.expression),
    resolve: () => childrenOf(whole.resolve(), index, 1)[0]?.value ?? gone(name),
    environment: () => whole.environment(),
  });
  const find = (name: string): Item | undefined => {
    const value = whole.resolve();
    const index = /^\[(\d+)\]$/.exec(name);
    const { named, indexed } = shapeOf(value);
    const start = index ? Number(index[1]) : 0;
    const children = childrenOf(value, start, index ? 1 : Math.min(named + indexed, MOST_UNPAGED));
    const at = children.findIndex((child) => child.name === name);
    return at < 0 ? undefined : itemOf(children[at], start + at);
  };
  return {
    variables: ({ start, count }, format) => {
      const value = whole.resolve();
      const { named, indexed } = shapeOf(value);
      const total = named + indexed;
      const wanted = Math.max(0, Math.min(count ?? MOST_UNPAGED, total - start));
      const children = childrenOf(value, start, wanted);
      const rows = children.map((child, i) => present(session, itemOf(child, start + i), format));
      const missing = count === undefined ? Math.max(0, total - start) - children.length : 0;
      if (missing > 0) rows.push(remark('…', `${missing} more; ask for them by their indices`));
      return rows;
    },
    set: (name, text, format) => setItem(session, find(name) ?? gone(name), text, format),
    find: (name) => found(find(name)),
  };
}

/** Variables that stand in a scope. */
export function itemsSource(session: Session, items: () => readonly Item[]): VariableSource {
  const find = (name: string): Item | undefined => items().find((item) => item.name === name);
  return {
    variables: (page: Page, format) => paged(items(), page).map((item) => present(session, item, format)),
    set: (name, text, format) => setItem(session, find(name) ?? gone(name), text, format),
    find: (name) => found(find(name)),
  };
}

const found = (item: Item | undefined): ReturnType<NonNullable<VariableSource['find']>> =>
  item && { value: item.resolve(), expression: item.expression };

/** Gives a variable a new value, an expression; returns it as it is then. */
function setItem(session: Session, item: Item, text: string, format: Format): DebugProtocol.Variable {
  // Another pc or sp can make another frame of the item's: the place that was written is shown.
  const target = item.resolve();
  changing(session, item.name, target, () => assignFrom(target, text, item.environment()));
  return present(session, { ...item, resolve: () => target }, format);
}

/** Changes something, and tells the client. @throws RequestError when it cannot be changed */
export function changing(session: Session, name: string, value: Value, change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    throw new RequestError(ErrorId.user, `${name} cannot be changed: ${error.message}`);
  }
  wrote(session, value);
}

function gone(name: string): never {
  throw new RequestError(ErrorId.user, `${name} cannot be changed: there is no such variable here`);
}

export const remark = (name: string, value: string): DebugProtocol.Variable => ({
  name,
  value,
  variablesReference: 0,
  presentationHint: { attributes: ['readOnly'] },
});
