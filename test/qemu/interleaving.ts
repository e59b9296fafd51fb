/**
 * Whether `lines` is made of all lines of all `parts`, each part's in its order: what several processes print on one console,
 * whichever way they took turns. With `prefix`, parts may end early.
 */
export function isInterleaving(
  lines: readonly string[],
  parts: readonly (readonly string[])[],
  prefix = false,
): boolean {
  // Positions in the parts that the lines so far can have led to.
  let states = new Map<string, readonly number[]>([['', parts.map(() => 0)]]);
  for (const line of lines) {
    const next = new Map<string, readonly number[]>();
    for (const state of states.values()) {
      parts.forEach((part, i) => {
        if (part[state[i]] !== line) return;
        const after = state.map((position, j) => (j === i ? position + 1 : position));
        next.set(after.join(), after);
      });
    }
    states = next;
  }
  return [...states.values()].some(
    (state) => prefix || state.every((position, i) => position === parts[i].length),
  );
}
