import { UserError } from '../../base/errors';
import { compile, type Environment } from '../../debug/expressions/evaluate';
import { namesIn } from '../../debug/expressions/names';
import { environmentOf } from '../../debug/names/environment';
import { viewOfHart } from '../../debug/run/judge';
import type { System } from '../../debug/system';
import { show } from '../../debug/values/format';

/**
 * What names mean for a check, at the instant at which the machine stands.
 * @param process a process by its name; undefined: what runs next on the CPU
 * @throws UserError when there is no such process now
 */
export function environmentFor(system: System, process: string | undefined, cpu?: number): Environment {
  const hart = cpu === undefined ? system.machine.current : system.hart(cpu);
  const here = environmentOf(system, viewOfHart(system, hart));
  return process === undefined ? here : here.elsewhere(processNamed(system, process).pid);
}

/** @throws UserError when there is none of that name now */
export function processNamed(system: System, name: string) {
  const processes = system.kernel?.list().processes ?? [];
  const found = processes.find((one) => one.name === name);
  if (found) return found;
  const there = processes.map((one) => one.name).join(', ');
  throw new UserError(
    `there is no process ${name} at this instant; there ${there === '' ? 'is none' : `are ${there}`}`,
  );
}

/** Longest value that is told. */
const LONGEST = 80;

/** What the names of an expression are, where that can be told in a few words: ` (counter is 3)`. */
export function operandsInWords(text: string, environment: Environment): string {
  const words: string[] = [];
  for (const name of new Set(namesIn(text).map((one) => one.name))) {
    try {
      const value = show(compile(name).evaluate(environment)).split('\n')[0];
      if (value.length <= LONGEST) words.push(`${name} is ${signedToo(value)}`);
    } catch {
      // Not a value by itself, such as a member.
    }
  }
  return words.length === 0 ? '' : ` (${words.slice(0, 4).join(', ')})`;
}

/** A number that is meant to be negative is told as one, too. */
const signedToo = (text: string): string => {
  const number = /^\d{19,20}/.exec(text)?.[0];
  const value = number === undefined ? 0n : BigInt(number);
  return value < 1n << 63n ? text : `${text}, which is ${BigInt.asIntN(64, value)} with a sign`;
};
