import type { Diagnostic } from '../assembler/text/diagnostics';

/**
 * What gcc, clang and their linkers say on stderr, as diagnostics. When they failed and no line of theirs is understood, all
 * of it becomes one error at the start of the first file, so that nothing is lost.
 */
export function diagnosticsIn(
  output: string,
  failed: boolean,
  files: readonly string[],
  textOf: (path: string) => string | undefined = () => undefined,
): Diagnostic[] {
  const [main] = files;
  const lines = output.split(/\r?\n/);
  const found: Diagnostic[] = [];
  lines.forEach((line, index) => {
    const compiled = ofCompiler(line);
    const said = compiled ?? ofLinker(line, lines.slice(index + 1), main);
    const named = said && { ...said, path: inFull(said.path, files) };
    const one = named && compiled === undefined ? whereNamed(named, textOf(named.path)) : named;
    if (one && !found.some((other) => sameAs(one, other))) found.push(one);
  });
  if (failed && !found.some(({ severity }) => severity === 'error')) {
    const words = lines.filter((line) => line.trim() !== '').slice(-5);
    found.push(at(main, 1, 1, 'error', words.join('; ') || 'the compiler failed without a word'));
  }
  return found;
}

/** Linkers read the lines of a program their own way, and lld is off by one: the name stands in the line that is meant. */
const FAR = 3;

function whereNamed(said: Diagnostic, text: string | undefined): Diagnostic {
  const name = /^(\S+) is (?:used|defined)/.exec(said.message)?.[1];
  if (text === undefined || name === undefined) return said;
  const word = new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`);
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

const at = (
  path: string,
  line: number,
  column: number,
  severity: Diagnostic['severity'],
  message: string,
  hint?: string,
): Diagnostic => ({
  path,
  line,
  column,
  length: 1,
  severity,
  message,
  ...(hint === undefined ? {} : { hint }),
});

/** `hello.c:3:7: error: words [-Wflag]`; a path on Windows has a colon of its own. */
function ofCompiler(line: string): Diagnostic | undefined {
  const parts = /^((?:[A-Za-z]:)?[^:]+):(\d+):(?:(\d+):)? (fatal error|error|warning): (.*)$/.exec(line);
  if (!parts) return undefined;
  const [, path, row, column, severity, message] = parts;
  const kind = severity === 'warning' ? 'warning' : 'error';
  return at(path, Number(row), Number(column ?? 1), kind, message, hintFor(message));
}

/** Headers of a C library that programs here do not have. */
const hintFor = (message: string): string | undefined =>
  /\b(stdio|stdlib|string|unistd|sys\/\w+|fcntl|errno|ctype|assert)\.h\b/.test(message)
    ? 'programs for this kernel include <trapframe.h>; there is no other C library'
    : undefined;

/** Something that the linker refuses: a name that nobody defines, or two do. */
const ofLinker = (line: string, next: readonly string[], main: string): Diagnostic | undefined =>
  ofMissing(line, next, main) ?? ofTwins(line, next, main);

/** A name that two define. GNU ld tells both places in its line, lld in the next ones. */
function ofTwins(line: string, next: readonly string[], main: string): Diagnostic | undefined {
  const gnu =
    /^(?:\S*\bld(?:\.\w+)?: )?(.*): multiple definition of [`']([^'`]+)'; (.*): first defined here/.exec(
      line,
    );
  const lld = /duplicate symbol: (\S+)/.exec(line);
  const name = gnu?.[2] ?? lld?.[1];
  if (name === undefined) return undefined;
  const found = next.slice(0, 4).flatMap((one) => /^>>> defined at (.*?)\s*$/.exec(one)?.[1] ?? []);
  const [first, second] = gnu ? [gnu[3], gnu[1]] : found;
  const [there, here] = [placeIn(first), placeIn(second)];
  const other = there ? ` in ${there.path.split(/[/\\]/).at(-1)}:${there.line}` : '';
  const message = `${name} is defined a second time; it is there already${other}`;
  return at(here?.path ?? main, here?.line ?? 1, 1, 'error', message);
}

/** `x.c:3`, also behind the name of an object file; data has no such place. */
function placeIn(text = ''): { path: string; line: number } | undefined {
  const [, path, line] = /((?:[A-Za-z]:)?[^:()]+):(\d+)$/.exec(text) ?? [];
  return path === undefined ? undefined : { path, line: Number(line) };
}

/** A name that nobody defines: as GNU ld, lld, and zig around lld tell it. Where it is used may stand in the next lines. */
function ofMissing(line: string, next: readonly string[], main: string): Diagnostic | undefined {
  const words = line.replace(/^\S*\bld(\.\w+)?: (?!error)/, '');
  const gnu = /^(?:(.*?):)?(?:(\d+):)?(?:\([^)]*\):)? undefined reference to [`']([^'`]+)'/.exec(words);
  const lld = /undefined symbol: (\S+)/.exec(line);
  const name = gnu?.[3] ?? lld?.[1];
  if (name === undefined) return undefined;
  // Whoever calls main is the product's own code.
  if (name === 'main') return at(main, 1, 1, 'error', 'the program has no main');
  const message = missing(name);
  // It is the start-up code that calls main: nothing of the user's.
  if (name === 'main')
    return at(main, 1, 1, 'error', message, 'a program begins at int main(int argc, char **argv)');
  if (gnu?.[2] !== undefined) return at(gnu[1], Number(gnu[2]), 1, 'error', message);
  const places = next
    .slice(0, 2)
    .map(
      (user) =>
        /referenced by .*?\(((?:[A-Za-z]:)?[^:()]+):(\d+)\)/.exec(user) ??
        /referenced by ([^:()]+):(\d+)$/.exec(user),
    );
  const place = places.find((parts) => parts !== null);
  return place ? at(place[1], Number(place[2]), 1, 'error', message) : at(main, 1, 1, 'error', message);
}

/** What a compiler calls for floating point, which the machine does not have: `__adddf3`, `__fixsfdi`. */
const FLOATING_POINT = /^__\w*[sdt]f\w*$/;

function missing(name: string): string {
  if (FLOATING_POINT.test(name)) return `there is no floating point here, and ${name} is used for it`;
  return `${name} is used, but nobody defines it`;
}
