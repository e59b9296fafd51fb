import type { Diagnostic } from '../assembler/text/diagnostics';
import type { SourceLine } from './object-places';
import { saidAt } from './said-at';

/** Something that a linker refuses: a name that nobody defines, or two do. */
export interface LinkFault {
  readonly name: string;
  readonly kind: 'missing' | 'twice';
  /** As the linker tells it, whose places may be off by lines. */
  readonly said: Diagnostic;
}

/**
 * What a line of GNU ld, lld, or zig around lld says.
 * @param next the lines behind it
 * @param main the file that is named when the linker names none
 */
export const linkFaultIn = (line: string, next: readonly string[], main: string): LinkFault | undefined =>
  ofMissing(line, next, main) ?? ofTwins(line, next, main);

/** A name that two define. GNU ld tells both places in its line, lld in the next ones. */
function ofTwins(line: string, next: readonly string[], main: string): LinkFault | undefined {
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
  const said = saidAt(here?.path ?? main, here?.line ?? 1, 1, 'error', definedTwice(name, there));
  return { name, kind: 'twice', said };
}

/** `x.c:3`, also behind the name of an object file; data has no such place. */
function placeIn(text = ''): SourceLine | undefined {
  const [, path, line] = /((?:[A-Za-z]:)?[^:()]+):(\d+)$/.exec(text) ?? [];
  return path === undefined ? undefined : { path, line: Number(line) };
}

/** A name that nobody defines: as GNU ld, lld, and zig around lld tell it. Where it is used may stand in the next lines. */
function ofMissing(line: string, next: readonly string[], main: string): LinkFault | undefined {
  const words = line.replace(/^\S*\bld(\.\w+)?: (?!error)/, '');
  const gnu = /^(?:(.*?):)?(?:(\d+):)?(?:\([^)]*\):)? undefined reference to [`']([^'`]+)'/.exec(words);
  const lld = /undefined symbol: (\S+)/.exec(line);
  const name = gnu?.[3] ?? lld?.[1];
  if (name === undefined) return undefined;
  const said = (path: string, line: number, message = missing(name)): LinkFault => ({
    name,
    kind: 'missing',
    said: saidAt(path, line, 1, 'error', message),
  });
  // Whoever calls main is the product's own code.
  if (name === 'main') return said(main, 1, 'the program has no main');
  if (gnu?.[2] !== undefined) return said(gnu[1], Number(gnu[2]));
  const places = next
    .slice(0, 2)
    .map(
      (user) =>
        /referenced by .*?\(((?:[A-Za-z]:)?[^:()]+):(\d+)\)/.exec(user) ??
        /referenced by ([^:()]+):(\d+)$/.exec(user),
    );
  const place = places.find((parts) => parts !== null);
  return place ? said(place[1], Number(place[2])) : said(main, 1);
}

/** What is said of a name where it is defined again. */
export function definedTwice(name: string, there: SourceLine | undefined): string {
  const other = there ? ` in ${there.path.split(/[/\\]/).at(-1)}:${there.line}` : '';
  return `${name} is defined a second time; it is there already${other}`;
}

/** What a compiler calls for floating point, which the machine does not have: `__adddf3`, `__fixsfdi`. */
const FLOATING_POINT = /^__\w*[sdt]f\w*$/;

function missing(name: string): string {
  if (FLOATING_POINT.test(name)) return `there is no floating point here, and ${name} is used for it`;
  return `${name} is used, but nobody defines it`;
}
