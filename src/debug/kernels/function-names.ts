/** A function of a kernel by its symbol, or several of which it uses one. */
export type FunctionNames = string | readonly string[];

export function functionNames(names: FunctionNames | undefined): readonly string[] {
  if (names === undefined) return [];
  return typeof names === 'string' ? [names] : names;
}
