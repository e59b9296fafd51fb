import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from 'vscode-languageserver';
import { systemCalls } from '../../toolchain/system-calls';
import type { SourceFile } from '../source/source-file';
import { keyOf, nameOf } from '../uris';
import { type Keeper, MISSING_A7 } from './diagnostics';

/** What can be done about mistakes, in a click. */
export function codeActions(file: SourceFile, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => [
    ...nearName(file, diagnostic),
    ...makeGlobal(file, diagnostic),
    ...offerThere(diagnostic),
    ...setNumber(file, diagnostic),
  ]);
}

const hintOf = ({ data }: Diagnostic): string => (data as { hint?: string } | undefined)?.hint ?? '';

const action = (
  file: SourceFile,
  diagnostic: Diagnostic,
  title: string,
  edit: TextEdit,
  isPreferred = true,
): CodeAction => ({
  title,
  kind: CodeActionKind.QuickFix,
  diagnostics: [diagnostic],
  isPreferred,
  edit: { changes: { [file.uri]: [edit] } },
});

/** The assembler's "did you mean". */
function nearName(file: SourceFile, diagnostic: Diagnostic): CodeAction[] {
  const name = /^did you mean '(.+)'\?$/.exec(hintOf(diagnostic))?.[1];
  if (name === undefined) return [];
  const edit = { range: diagnostic.range, newText: name };
  return [action(file, diagnostic, `Change to '${name}'`, edit)];
}

/** The assembler's "write .globl main in front of it". */
function makeGlobal(file: SourceFile, diagnostic: Diagnostic): CodeAction[] {
  const name = /^write \.globl (\S+) in front of it$/.exec(hintOf(diagnostic))?.[1];
  if (name === undefined) return [];
  const start = { line: diagnostic.range.start.line, character: 0 };
  const edit = { range: { start, end: start }, newText: `        .globl  ${name}\n` };
  return [action(file, diagnostic, `Make '${name}' global`, edit)];
}

/** A `.globl` in the file that has the name. */
function offerThere(diagnostic: Diagnostic): CodeAction[] {
  const keeper = (diagnostic.data as { keeper?: Keeper } | undefined)?.keeper;
  if (keeper === undefined) return [];
  const { uri, name } = keeper;
  // The first line is there whatever has become of the file since.
  const start = { line: 0, character: 0 };
  return [
    {
      title: `Offer '${name}' in ${nameOf(keyOf(uri))}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: true,
      edit: { changes: { [uri]: [{ range: { start, end: start }, newText: `        .globl  ${name}\n` }] } },
    },
  ];
}

/** The usual numbers for an `ecall` that has none. */
function setNumber(file: SourceFile, diagnostic: Diagnostic): CodeAction[] {
  if (diagnostic.code !== MISSING_A7) return [];
  const { line, character } = diagnostic.range.start;
  const text = file.text.split('\n')[line];
  const before = text.slice(0, character);
  const place = { line, character };
  const range = { start: place, end: place };
  const indent = ' '.repeat(before.length);
  return ['exit', 'write', 'read'].flatMap((name, index) => {
    if (!systemCalls.some((call) => call.name === name)) return [];
    const edit = { range, newText: `li      a7, SYS_${name}\n${indent}` };
    return [action(file, diagnostic, `Set a7 to SYS_${name}`, edit, index === 0)];
  });
}
