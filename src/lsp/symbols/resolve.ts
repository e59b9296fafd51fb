import type { Location } from 'vscode-languageserver';
import type { LocalOccurrence, Occurrence } from '../source/occurrences';
import type { Parameter } from '../source/parameters';
import type { SourceFile } from '../source/source-file';
import type { Workspace } from '../workspace';

/** An occurrence and the source that it is in. */
export interface Found<O = Occurrence> {
  readonly file: SourceFile;
  readonly occurrence: O;
}

/**
 * Where a name that stands in a source is defined: in that source, else in what is one text with it by `.include`, else by a macro of
 * it, else in the sources of its program that offer the name to others. Several definitions of a constant are several answers.
 */
export function definitionsOf(workspace: Workspace, file: SourceFile, name: string): Found[] {
  const within = (files: readonly SourceFile[]): Found[] =>
    files.flatMap((one) => one.definitions(name).map((occurrence) => ({ file: one, occurrence })));
  const own = within([file]);
  if (own.length > 0) return own;
  const unit = within(workspace.unitOf(file));
  if (unit.length > 0) return unit;
  const made = madeByMacro(workspace, file, name);
  if (made.length > 0) return made;
  return within(
    workspace.nearest(
      file,
      workspace.all.filter(({ exports }) => exports.has(name)),
    ),
  );
}

/** Definitions that no line has by itself: a macro makes them, from the arguments of its call. */
function madeByMacro(workspace: Workspace, file: SourceFile, name: string): Found[] {
  // Most names that are nowhere are mistyped, or registers: no macro, nothing made.
  if (!file.hasMacros || !file.byName.has(name)) return [];
  const symbol = workspace.assembly(file).symbol(name);
  if (symbol === undefined || (symbol.kind !== 'label' && symbol.kind !== 'constant')) return [];
  const kind = symbol.kind;
  return symbol.definitions.flatMap(({ source, start, end }) => {
    const home = source.path === file.key ? file : undefined;
    return home === undefined
      ? []
      : [{ file: home, occurrence: { name, start, end, role: 'definition', kind } }];
  });
}

/** Everywhere that a name means what it means in a source, definitions and declarations among them. */
export function occurrencesOf(workspace: Workspace, file: SourceFile, name: string): Found[] {
  const homes = new Set(definitionsOf(workspace, file, name).map((found) => found.file));
  return workspace.all.flatMap((other) => {
    const occurrences = other.byName.get(name);
    if (occurrences === undefined) return [];
    const theirs = definitionsOf(workspace, other, name);
    const isSame = theirs.length === 0 ? homes.size === 0 : theirs.some((found) => homes.has(found.file));
    return isSame ? occurrences.map((occurrence) => ({ file: other, occurrence })) : [];
  });
}

/** The numeric label that an occurrence means, and all that mean the same one. Empty when it is missing. */
export function localGroup(file: SourceFile, { start }: { start: number }): LocalOccurrence[] {
  const at = file.locals.find((one) => one.start === start);
  const home = at && file.homes.get(at);
  return home === undefined ? [] : file.locals.filter((one) => file.homes.get(one) === home);
}

/** Everywhere that a parameter of a macro stands. */
export const sameParameter = (file: SourceFile, { name, home }: Parameter): Parameter[] =>
  file.parameters.filter((other) => other.home === home && other.name === name);

export const locationOf = ({ file, occurrence }: Found<{ start: number; end: number }>): Location => ({
  uri: file.uri,
  range: file.range(occurrence),
});
