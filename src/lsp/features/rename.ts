import {
  ErrorCodes,
  type Range,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { registerNumber } from '../../isa/registers';
import { directives } from '../../toolchain/assembler/directives/directives';
import { syntaxesOf } from '../../toolchain/assembler/instructions/meanings';
import { systemCallConstants } from '../../toolchain/system-calls';
import type { Parameter } from '../source/parameters';
import type { SourceFile } from '../source/source-file';
import { definitionsOf, occurrencesOf, sameParameter } from '../symbols/resolve';
import type { Workspace } from '../workspace';

/**
 * The name at an offset, as far as it can be changed.
 * @throws ResponseError that says why it cannot
 */
export function prepareRename(
  workspace: Workspace,
  file: SourceFile,
  offset: number,
): { range: Range; placeholder: string } {
  const { name, start, end } = file.parameterAt(offset) ?? renamed(workspace, file, offset);
  return { range: file.range({ start, end }), placeholder: name };
}

/** @throws ResponseError that says why the name cannot be changed to this one */
export function rename(workspace: Workspace, file: SourceFile, offset: number, to: string): WorkspaceEdit {
  const parameter = file.parameterAt(offset);
  const { name } = parameter ?? renamed(workspace, file, offset);
  if (!/^[A-Za-z_.$][\w.$]*$/.test(to)) {
    throw refusal(`'${to}' is no name: a name has letters, digits, _ . $, and no digit in front`);
  }
  if (parameter !== undefined) return renameParameter(file, parameter, to);
  const meaning = meaningOf(to);
  if (meaning !== undefined) throw refusal(`'${to}' is ${meaning}`);
  const changes: Record<string, TextEdit[]> = {};
  for (const { file: other, occurrence } of occurrencesOf(workspace, file, name)) {
    if (occurrence.kind === 'macro' && syntaxesOf(to).length > 0) {
      throw refusal(`'${to}' is an instruction, which a macro of that name would replace`);
    }
    if (to !== name && definitionsOf(workspace, other, to).length > 0) {
      throw refusal(`'${to}' is defined already`);
    }
    (changes[other.uri] ??= []).push({ range: other.range(occurrence), newText: to });
  }
  return { changes };
}

/** What a name means already, whatever a source says. */
function meaningOf(name: string): string | undefined {
  if (registerNumber(name) !== undefined) return 'a register';
  if (name === '.') return 'the place where the next byte goes';
  if (directives.has(name.toLowerCase())) return 'a directive';
  if (systemCallConstants.has(name)) return 'a name of the assembler itself';
  return undefined;
}

function renameParameter(file: SourceFile, parameter: Parameter, to: string): WorkspaceEdit {
  if (to !== parameter.name && parameter.home.names.includes(to))
    throw refusal(`'${to}' is another parameter of the same`);
  const edits = sameParameter(file, parameter).map((one) => ({ range: file.range(one), newText: to }));
  return { changes: { [file.uri]: edits } };
}

function renamed(
  workspace: Workspace,
  file: SourceFile,
  offset: number,
): { name: string; start: number; end: number } {
  if (file.locals.some(({ start, end }) => start <= offset && offset <= end)) {
    throw refusal('a numeric label has no name: there may be many of the same number');
  }
  const occurrence = file.occurrenceAt(offset);
  const name = occurrence?.name;
  if (occurrence === undefined || name === undefined)
    throw refusal('there is no name here that could be changed');
  const definitions = definitionsOf(workspace, file, name);
  if (definitions.length === 0) {
    throw refusal(
      systemCallConstants.has(name)
        ? `'${name}' is a name of the assembler itself`
        : `'${name}' is not defined in this workspace`,
    );
  }
  const made = definitions.find(
    ({ file: home, occurrence: { start, end } }) => home.text.slice(start, end) !== name,
  );
  if (made !== undefined) throw refusal(`'${name}' is made by a macro, from the arguments of its call`);
  const isShared = definitions.some(({ file: home }) => home.exports.has(name));
  const outside = isShared ? workspace.wordElsewhere(name) : undefined;
  if (outside !== undefined) {
    const used = outside.split('/').at(-1);
    throw refusal(
      `'${name}' also stands in ${used}, where names are not changed: only those of assembly are`,
    );
  }
  return { name, start: occurrence.start, end: occurrence.end };
}

const refusal = (message: string): ResponseError<void> =>
  new ResponseError(ErrorCodes.InvalidRequest, message);
