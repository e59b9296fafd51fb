const definition =
  /^(?!static\b|typedef\b)([A-Za-z_][\w \t*]*[ \t*])([A-Za-z_]\w*)[ \t]*\([^;{}()]*(?:\([^()]*\)[^;{}()]*)*\)\s*\{/gm;
const notFunctions = new Set(['if', 'while', 'for', 'switch', 'return']);

/** A function that a C source offers to others. */
export interface CFunction {
  readonly name: string;
  /** Offset of the name. */
  readonly start: number;
  /** From the type up to the closing parenthesis. */
  readonly head: string;
}

/** The functions of a C source, as far as that can be told without a compiler: what begins a line and has a body. */
export function functionsInC(text: string): CFunction[] {
  return [...text.matchAll(definition)]
    .filter(([, , name]) => !notFunctions.has(name))
    .map((match) => ({
      name: match[2],
      start: match.index + match[1].length,
      head: match[0].slice(0, -1).replace(/\s+/g, ' ').trim(),
    }));
}
