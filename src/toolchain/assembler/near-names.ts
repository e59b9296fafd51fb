import { abiNames, registerNumber } from '../../isa/registers';

/** Names longer than this are not compared: the work grows with the product of the lengths. */
const LONGEST = 40;

/** The known name that a mistyped one most likely means, or undefined when none is near. */
export function nearName(typed: string, known: Iterable<string>): string | undefined {
  if (typed.length > LONGEST) return undefined;
  const wanted = typed.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const name of known) {
    if (Math.abs(name.length - typed.length) >= bestDistance || name.length > LONGEST) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours (Damerau, restricted). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let distance = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, beforeLast[j - 2] + 1);
      }
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

/** What to write instead of a name that stands where a register should. */
export function registerHint(name: string): string | undefined {
  if (/^f(?:[0-9]+|[ast][0-9]+)$/.test(name)) return 'this machine has no floating point: it is RV64IMAC';
  if (/^[xX][0-9]+$/.test(name) && registerNumber(name.toLowerCase()) === undefined)
    return 'registers are x0 to x31';
  return didYouMean(name, [...abiNames, 'fp', ...abiNames.map((_, number) => `x${number}`)])();
}

/** A hint, to be worked out when it is needed: "did you mean 'x'?", if some name is near. */
export const didYouMean =
  (typed: string, known: Iterable<string>): (() => string | undefined) =>
  () => {
    const near = nearName(typed, known);
    return near === undefined ? undefined : `did you mean '${near}'?`;
  };
