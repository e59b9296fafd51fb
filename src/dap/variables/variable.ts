import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Format } from '../../debug/values/format';
import type { Value } from '../../debug/values/value';

/** What part of a long list is wanted. */
export interface Page {
  readonly start: number;
  /** undefined: all, as far as that makes sense. */
  readonly count: number | undefined;
}

/** Something that unfolds into variables. What it yields is read when it is asked for. */
export interface VariableSource {
  variables(page: Page, format: Format): DebugProtocol.Variable[];
  /** Changes a variable; returns it as it is then. @throws RequestError, UserError */
  set?(name: string, value: string, format: Format): DebugProtocol.Variable;
  /** One of them, by name: what can be watched, and the expression for it if there is one. */
  find?(name: string): { readonly value: Value; readonly expression: string | undefined } | undefined;
}

/** A list that is short enough to be made as a whole. */
export const paged = <T>(list: readonly T[], { start, count }: Page): readonly T[] =>
  list.slice(start, count === undefined ? undefined : start + count);
