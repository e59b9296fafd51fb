import { UserError } from '../../base/errors';

/** Whether the n-th hit (from 1 on) counts. */
export type HitCondition = (hits: number) => boolean;

const TESTS: Readonly<Record<string, (hits: number, count: number) => boolean>> = {
  '=': (hits, count) => hits === count,
  '==': (hits, count) => hits === count,
  '===': (hits, count) => hits === count,
  '>': (hits, count) => hits > count,
  '>=': (hits, count) => hits >= count,
  '<': (hits, count) => hits < count,
  '<=': (hits, count) => hits <= count,
  '%': (hits, count) => hits % count === 0,
};

/** Reads `5` (the fifth hit and all after it), `> 5`, `== 5`, `% 5` (every fifth) and so on. @throws UserError */
export function readHitCondition(text: string): HitCondition {
  const match = /^\s*(>=|<=|={1,3}|>|<|%)?\s*([0-9]+)\s*$/.exec(text);
  const count = Number(match?.[2]);
  if (!match || !Number.isSafeInteger(count)) {
    throw new UserError(
      `the hit condition "${text}" is not understood; use a number, or one after >, >=, =, <=, < or %`,
    );
  }
  if (match[1] === '%' && count === 0) throw new UserError('the hit condition "% 0" never holds');
  const test = TESTS[match[1] ?? '>='];
  return (hits) => test(hits, count);
}
