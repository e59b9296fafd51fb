import { type DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver';
import type { SourceFile } from '../source/source-file';
import {
  definitionsOf,
  type Found,
  localGroup,
  locationOf,
  occurrencesOf,
  sameParameter,
} from '../symbols/resolve';
import { joined } from '../uris';
import type { Workspace } from '../workspace';

/** Where the name at an offset is defined; of the name of a file, that file. */
export function definition(workspace: Workspace, file: SourceFile, offset: number): Location[] {
  const include = file.includes.find(({ start, end }) => start <= offset && offset <= end);
  if (include !== undefined) {
    const uri = joined(file.uri, include.path);
    const start = { line: 0, character: 0 };
    return uri === undefined ? [] : [{ uri, range: { start, end: start } }];
  }
  const local = file.locals.find(({ start, end }) => start <= offset && offset <= end);
  if (local !== undefined) {
    const home = file.homes.get(local);
    return home === undefined ? [] : [locationOf({ file, occurrence: home })];
  }
  const parameter = file.parameterAt(offset);
  if (parameter !== undefined) {
    return sameParameter(file, parameter)
      .filter(({ role }) => role === 'definition')
      .map((occurrence) => locationOf({ file, occurrence }));
  }
  const name = file.occurrenceAt(offset)?.name;
  if (name === undefined) return [];
  const found = definitionsOf(workspace, file, name).map(locationOf);
  return found.length > 0 ? found : workspace.cFunctions(name).map(({ uri, range }) => ({ uri, range }));
}

/** Where the name at an offset is offered to other sources or described, such as by `.globl`; where it is not, its definition. */
export function declaration(workspace: Workspace, file: SourceFile, offset: number): Location[] {
  const declared = found(workspace, file, offset).filter(
    ({ occurrence }) => occurrence.role === 'declaration',
  );
  return declared.length > 0 ? declared.map(locationOf) : definition(workspace, file, offset);
}

/** Everywhere that the name at an offset stands. */
export function references(
  workspace: Workspace,
  file: SourceFile,
  offset: number,
  withDeclaration: boolean,
): Location[] {
  return found(workspace, file, offset)
    .filter(({ occurrence }) => withDeclaration || !isDefining(occurrence.role))
    .map(locationOf);
}

/** The same name, in this document. */
export function highlights(workspace: Workspace, file: SourceFile, offset: number): DocumentHighlight[] {
  return found(workspace, file, offset)
    .filter((one) => one.file === file)
    .map(({ occurrence }) => ({
      range: file.range(occurrence),
      kind: isDefining(occurrence.role) ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

const isDefining = (role: string): boolean => role === 'definition' || role === 'declaration';

function found(
  workspace: Workspace,
  file: SourceFile,
  offset: number,
): Found<{ start: number; end: number; role: string }>[] {
  const local = file.locals.find(({ start, end }) => start <= offset && offset <= end);
  if (local !== undefined) return localGroup(file, local).map((occurrence) => ({ file, occurrence }));
  const parameter = file.parameterAt(offset);
  if (parameter !== undefined) {
    return sameParameter(file, parameter).map((occurrence) => ({ file, occurrence }));
  }
  const name = file.occurrenceAt(offset)?.name;
  return name === undefined ? [] : occurrencesOf(workspace, file, name);
}
