import type { Diagnostic } from '../assembler/text/diagnostics';
import { definedTwice, type LinkFault, linkFaultIn } from './link-faults';
import type { ObjectPlaces, SourceLine } from './object-places';
import { saidAt } from './said-at';

/**
 * What gcc, clang and their linkers say on stderr, as diagnostics. When they failed and no line of theirs is understood, all
 * of it becomes one error at the start of the first file, so that nothing is lost.
 * @param objects what was linked, in that order, if it is at hand: the places of what a linker refuses are read there
 */
export function diagnosticsIn(
  output: string,
  failed: boolean,
  files: readonly string[],
  textOf: (path: string) => string | undefined = () => undefined,
  objects: readonly ObjectPlaces[] = [],
): Diagnostic[] {
  const [main] = files;
  const lines = output.split(/\r?\n/);
  const found: Diagnostic[] = [];
  const add = (one: Diagnostic): void => {
    if (!found.some((other) => sameAs(one, other))) found.push(one);
  };
  lines.forEach((line, index) => {
    const compiled = ofCompiler(line);
    if (compiled) return add({ ...compiled, path: inFull(compiled.path, files) });
    const fault = linkFaultIn(line, lines.slice(index + 1), main);
    if (!fault) return;
    const read = placesRead(fault, objects).map((one) => ({ ...one, path: inFull(one.path, files) }));
    if (read.length > 0) {
      for (const one of read) for (const named of whereRead(one, fault.name, textOf(one.path))) add(named);
    } else {
      const path = inFull(fault.said.path, files);
      add(whereNamed({ ...fault.said, path }, fault.name, textOf(path)));
    }
  });
  if (failed && !found.some(({ severity }) => severity === 'error')) {
    const words = lines.filter((line) => line.trim() !== '').slice(-5);
    found.push(saidAt(main, 1, 1, 'error', words.join('; ') || 'the compiler failed without a word'));
  }
  return found;
}

/** Whether a linker said that something is missing or there twice, so that objects tell more exactly where. */
export const hasLinkFault = (output: string): boolean =>
  output.split(/\r?\n/).some((line) => linkFaultIn(line, [], '') !== undefined);

/** A place that was read in an object: exact, or the declaration in which it is. */
interface Read extends Diagnostic {
  readonly isDeclaration: boolean;
}

function placesRead({ name, kind, said }: LinkFault, objects: readonly ObjectPlaces[]): Read[] {
  const at = ({ path, line, isDeclaration = false }: SourceLine, message: string): Read => ({
    ...saidAt(path, line, 1, 'error', message),
    isDeclaration,
  });
  if (kind === 'missing') {
    // Who calls main is no source of the user's.
    return name === 'main'
      ? []
      : objects.flatMap((one) => one.usesOf(name)).map((use) => at(use, said.message));
  }
  const [first, ...more] = objects.flatMap((one) => one.definitionOf(name) ?? []);
  return more.map((place) => at(place, definedTwice(name, first)));
}

/** The name in the line that was read, or in those of the declaration that begins there; the line itself when it is not named there. */
function whereRead({ isDeclaration, ...said }: Read, name: string, text = ''): Diagnostic[] {
  const lines = withoutWords(text).split('\n');
  const end = lines.findIndex((line, index) => index >= said.line - 1 && line.includes(';'));
  const last = isDeclaration && end >= 0 ? end + 1 : said.line;
  const found: Diagnostic[] = [];
  for (let line = said.line; line <= last; line++) {
    const column = lines[line - 1]?.search(wordOf(name)) ?? -1;
    if (column >= 0) found.push({ ...said, line, column: column + 1, length: name.length });
  }
  return found.length > 0 ? found : [said];
}

const wordOf = (name: string): RegExp => new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`);

/** Linkers read the lines of a program their own way, and lld is off by one: the name stands in the line that is meant. */
const FAR = 3;

function whereNamed(said: Diagnostic, name: string, text: string | undefined): Diagnostic {
  if (text === undefined) return said;
  const word = wordOf(name);
  const lines = withoutWords(text).split('\n');
  const isThere = (line: number): boolean => word.test(lines[line - 1] ?? '');
  // Of two lines that are as far, the later one: what is said is where the statement in front of it ends.
  for (let away = 0; away <= FAR; away++) {
    for (const line of [said.line + away, said.line - away]) {
      if (isThere(line))
        return { ...said, line, column: lines[line - 1].search(word) + 1, length: name.length };
    }
  }
  return said;
}

/** A source of C with blanks for what its comments and strings say. */
const withoutWords = (text: string): string =>
  text.replace(/\/\*[^]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"/g, (words) => words.replace(/[^\n]/g, ' '));

/** The file as it was given: linkers leave out the folder of a source file, or put those in front that the user did not name. */
const inFull = (path: string, files: readonly string[]): string =>
  files.find((file) => file.split(/[/\\]/).at(-1) === path || path.endsWith(`/${file}`)) ?? path;

const sameAs = (a: Diagnostic, b: Diagnostic): boolean =>
  a.path === b.path && a.line === b.line && a.message === b.message;

/** `hello.c:3:7: error: words [-Wflag]`; a path on Windows has a colon of its own. */
function ofCompiler(line: string): Diagnostic | undefined {
  const parts = /^((?:[A-Za-z]:)?[^:]+):(\d+):(?:(\d+):)? (fatal error|error|warning): (.*)$/.exec(line);
  if (!parts) return undefined;
  const [, path, row, column, severity, message] = parts;
  const kind = severity === 'warning' ? 'warning' : 'error';
  return saidAt(path, Number(row), Number(column ?? 1), kind, message, hintFor(message));
}

/** Headers of a C library that programs here do not have. */
const hintFor = (message: string): string | undefined =>
  /\b(stdio|stdlib|string|unistd|sys\/\w+|fcntl|errno|ctype|assert)\.h\b/.test(message)
    ? 'programs for this kernel include <trapframe.h>; there is no other C library'
    : undefined;
