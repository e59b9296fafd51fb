import { UserError } from '../base/errors';
import { readOptions } from '../debug/launch/validate';
import type { ProgramRequest } from '../debug/launch/program-list';
import { nearName } from '../toolchain/assembler/text/near-names';
import { optionNames, spelling } from '../debug/launch/options';
import type { Launch } from '../debug/launch/validate';
import type { Kind } from '../debug/launch/kinds';
import { present } from './present';

/** An option of one command, beside those that are about the run. */
export interface Flag<T = unknown> {
  readonly kind: Kind<T>;
  readonly description: string;
}

/** Texts given with options, by the name of the option (`timeSlice`), and what follows them. */
export interface Split {
  readonly given: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
}

/** `-h` or `--help` among the options ends the reading of a command line. */
export class HelpWanted extends Error {}

/**
 * Takes the options off the front of a command line: `--name value`, `--name=value`, `-o value`. The first word that is no
 * option ends them, as does `--`; with `anywhere`, options may also follow it. Options in `switches` have no value.
 * @throws UserError when an option is unknown or its value is missing.
 */
export function splitOptions(
  words: readonly string[],
  names: readonly string[],
  anywhere = false,
  switches: readonly string[] = [],
): Split {
  const byWord = new Map([...names, ...switches].map((name) => [word(name), name]));
  const given: Record<string, string> = {};
  const rest: string[] = [];
  let i = 0;
  while (i < words.length) {
    const text = words[i++];
    if (text === '-h' || text === '--help') throw new HelpWanted();
    if (text === '--') return { given, rest: [...rest, ...words.slice(i)] };
    if (!text.startsWith('-') || text === '-') {
      if (!anywhere) return { given, rest: words.slice(i - 1) };
      rest.push(text);
      continue;
    }
    const [head, ...tail] = text.startsWith('--') ? text.split('=') : [text];
    const name = byWord.get(head);
    if (name === undefined) throw unknown(head, [...byWord.keys()]);
    if (switches.includes(name) && tail.length > 0) throw new UserError(`${head} takes no value`);
    const value = tail.length > 0 ? tail.join('=') : switches.includes(name) ? '' : words[i++];
    if (value === undefined) throw new UserError(`${head} needs a value`);
    given[name] = name === 'file' && given[name] !== undefined ? `${given[name]}\n${value}` : value;
  }
  return { given, rest };
}

const word = (name: string): string => (name.length === 1 ? `-${name}` : spelling(name, 'command'));

function unknown(given: string, words: string[]): UserError {
  const near = nearName(given, words);
  return new UserError(`unknown option ${given}${near ? `; did you mean ${near}?` : ' (see --help)'}`);
}

/** @throws UserError when a value is not allowed. */
export function readFlag<T>(
  name: string,
  flag: Flag<T>,
  given: Readonly<Record<string, string>>,
): T | undefined {
  if (given[name] === undefined) return undefined;
  const value = flag.kind.read(given[name]);
  if (value !== undefined) return value;
  throw new UserError(
    `${word(name)} ${JSON.stringify(given[name])} is not allowed; it takes ` +
      (flag.kind.allowedNear?.(given[name]) ?? flag.kind.allowed),
  );
}

/**
 * Reads the command line of a run: `[OPTIONS] PROGRAM [ARG...] [-- PROGRAM [ARG...]]...`. Options in `flags` belong to the
 * command itself; their texts come back in `given`.
 */
export function readRun(
  words: readonly string[],
  flags: Readonly<Record<string, Flag>>,
): { launch: Launch; given: Readonly<Record<string, string>> } {
  const runNames = optionNames('command');
  const isSwitch = (name: string): boolean => flags[name].kind === present;
  const own = Object.keys(flags);
  const valued = own.filter((name) => !isSwitch(name));
  const { given, rest } = splitOptions(words, [...runNames, ...valued], false, own.filter(isSwitch));
  const runOptions = Object.fromEntries(Object.entries(given).filter(([name]) => !(name in flags)));
  const options = readOptions(runOptions, 'command');
  // A kernel of one's own may have its programs on its disk.
  const isOwn = options.kernel !== 'builtin' && options.kernel !== 'none';
  const isReplay = given['replay'] !== undefined;
  if (isReplay && rest.length > 0) {
    throw new UserError(`--replay runs what was recorded: leave out ${JSON.stringify(rest[0])}`);
  }
  const requests = (isOwn || isReplay) && rest.length === 0 ? [] : programsIn(rest);
  const programs = requests.map((program, index) =>
    index === 0 && options.sources.length > 0 ? { ...program, sources: options.sources } : program,
  );
  return { launch: { options, programs }, given };
}

function programsIn(words: readonly string[]): ProgramRequest[] {
  const groups: string[][] = [[]];
  for (const text of words) {
    if (text === '--') groups.push([]);
    else groups.at(-1)!.push(text);
  }
  return groups.map(([path, ...args], i) => {
    if (path === undefined)
      throw new UserError(i === 0 ? 'no program is given' : 'a program is missing after --');
    if (path === '') throw new UserError('a program is named by an empty word');
    return { path, args };
  });
}
