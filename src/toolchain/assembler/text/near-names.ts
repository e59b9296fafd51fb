import { abiNames, registerNumber } from '../../../isa/registers';

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
    // Of a name nothing must not be left.
    if (distance < bestDistance && distance < Math.max(typed.length, name.length)) {
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

const families: Readonly<Record<string, string>> = {
  x: 'registers are x0 to x31', a: 'there are a0 to a7', s: 'there are s0 to s11', t: 'there are t0 to t6',
}; // prettier-ignore

/** What to write instead of a name that stands where a register should. */
export function registerHint(name: string): string | undefined {
  const dollar = withoutDollar(name);
  if (dollar !== undefined) return dollar;
  if (/^f(?:[0-9]+|[ast][0-9]+)$/.test(name)) return 'this machine has no floating point: it is RV64IMAC';
  const [, family, number] = /^[$%]?([a-zA-Z])([0-9]{1,2})$/.exec(name) ?? [];
  const range = family === undefined ? undefined : families[family.toLowerCase()];
  if (range !== undefined && registerNumber(`${family.toLowerCase()}${number}`) === undefined) return range;
  // So are the registers of other machines called.
  if (family?.toLowerCase() === 'r' && registerNumber(`x${number}`) !== undefined)
    return `did you mean 'x${number}'?`;
  return didYouMean(name, [...abiNames, 'fp', ...abiNames.map((_, number) => `x${number}`)])();
}

/** `$5`, `$t0`: numbers and registers as other assemblers write them. */
export function withoutDollar(name: string): string | undefined {
  const [, word] = /^\$(-?\w+)$/.exec(name) ?? [];
  if (word === undefined) return undefined;
  if (/^-?(?:[0-9]+|0[xX][0-9a-fA-F]+)$/.test(word)) return `numbers stand without $: ${word}`;
  return registerNumber(word) === undefined ? undefined : `did you mean '${word}'?`;
}

/** Characters that texts pick up in documents and chats, and what was typed there. */
const strangeCharacters: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/[\u00a0\u2000-\u200a\u202f\u3000]/, 'there is a space in it that is no plain one'],
  [/[\u200b-\u200f\u2060\ufeff]/, 'there is an invisible character in it'],
  [/[\u201c\u201d\u201e\u00ab\u00bb]/, 'texts stand between plain quotes: "text"'],
  [/[\u2018\u2019\u201a`\u00b4]/, "characters stand between plain quotes: 'a'"],
  [/[\u2010-\u2015\u2212]/, "the minus sign is '-'"],
  [/[\u0370-\u04ff]/, 'there is a Greek or Cyrillic letter in it that looks like a Latin one'],
  [/[\uff01-\uff5e]/, 'there is a wide character in it that looks like a plain one'],
];

/** What is wrong with the characters of a name that only looks right. */
export function strangeCharacter(name: string): string | undefined {
  for (const [pattern, hint] of strangeCharacters) {
    const found = pattern.exec(name)?.[0];
    if (found === undefined) continue;
    const number = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `${hint} (found U+${number})`;
  }
  return undefined;
}

/** A hint, to be worked out when it is needed: "did you mean 'x'?", if some name is near. */
export const didYouMean =
  (typed: string, known: Iterable<string>): (() => string | undefined) =>
  () => {
    const strange = strangeCharacter(typed);
    if (strange !== undefined) return strange;
    const near = nearName(typed, known);
    return near === undefined ? undefined : `did you mean '${near}'?`;
  };
