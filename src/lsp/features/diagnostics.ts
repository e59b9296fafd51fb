import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
} from 'vscode-languageserver';
import type { Diagnostic as Mistake, Expansion } from '../../toolchain/assembler/diagnostics';
import { systemCallAt } from '../knowledge/system-call';
import type { SourceFile } from '../source/source-file';
import { uriOf } from '../uris';
import type { Workspace } from '../workspace';

/** The name under which the editor shows what is said here. */
export const SOURCE = 'trapframe';

/** The code of what is said of an `ecall` without a number. */
export const MISSING_A7 = 'ecall-without-a7';

/** All that the assembler has to say about a source, and what it cannot know: that a system call has no number. */
export function diagnostics(workspace: Workspace, file: SourceFile): Diagnostic[] {
  const mistakes = workspace.assembly(file).diagnostics.filter(({ path }) => path === file.key);
  return [...mistakes.map(toDiagnostic), ...missingNumbers(file)];
}

function missingNumbers(file: SourceFile): Diagnostic[] {
  if (!file.mayMissNumber) return [];
  return file.pieces
    .filter((piece) => piece.kind === 'instruction' && piece.word === 'ecall')
    .filter((piece) => systemCallAt(file, piece).kind === 'missing')
    .map((piece) => ({
      range: file.range(piece.head!),
      severity: DiagnosticSeverity.Warning,
      source: SOURCE,
      code: MISSING_A7,
      message:
        'nothing has set a7: which system call is this?\nwrite li a7, SYS_exit in front of it, for example',
    }));
}

/** Positions of the assembler count from 1, those of the protocol from 0; both count UTF-16 code units. */
function toDiagnostic({ line, column, length, severity, message, hint, chain }: Mistake): Diagnostic {
  const start = { line: line - 1, character: column - 1 };
  return {
    range: { start, end: { line: start.line, character: start.character + length } },
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: SOURCE,
    message: hint === undefined ? message : `${message}\n${hint}`,
    ...(hint === undefined ? {} : { data: { hint } }),
    ...(chain === undefined ? {} : { relatedInformation: chain.map(ofMacro) }),
  };
}

/** The line of a macro's body that a mistake comes from. */
function ofMacro({ macro, path, line, text }: Expansion): DiagnosticRelatedInformation {
  const start = { line: line - 1, character: 0 };
  const end = { line: line - 1, character: text.length };
  return { location: { uri: uriOf(path), range: { start, end } }, message: `in the macro '${macro}'` };
}
