import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Diagnostic as Mistake } from '../../toolchain/assembler/diagnostics';
import type { SourceFile } from '../source/source-file';
import type { Workspace } from '../workspace';

/** The name under which the editor shows what is said here. */
export const SOURCE = 'trapframe';

/** All that the assembler has to say about a source. */
export function diagnostics(workspace: Workspace, file: SourceFile): Diagnostic[] {
  return workspace.assembly(file).diagnostics.map(toDiagnostic);
}

/** Positions of the assembler count from 1, those of the protocol from 0; both count UTF-16 code units. */
function toDiagnostic({ line, column, length, severity, message, hint }: Mistake): Diagnostic {
  const start = { line: line - 1, character: column - 1 };
  return {
    range: { start, end: { line: start.line, character: start.character + length } },
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: SOURCE,
    message: hint === undefined ? message : `${message}\n${hint}`,
    ...(hint === undefined ? {} : { data: { hint } }),
  };
}
