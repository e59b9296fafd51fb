import { UserError } from '../../base/errors';
import { formatDiagnostics, type Diagnostic } from '../../toolchain/assembler/text/diagnostics';

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** All that one build of the programs has to say: errors, warnings; nothing when it went well. */
export class BuildReport {
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    private readonly sources: readonly SourceText[],
  ) {}

  /** Each diagnostic with its source line and a caret under the place; empty when there are none. */
  toString(): string {
    const text = (path: string): string => this.sources.find((source) => source.path === path)?.text ?? '';
    return formatDiagnostics(this.diagnostics, text);
  }
}

/** Programs could not be built. The message is the first error, and how many more there are. */
export class BuildError extends UserError {
  constructor(readonly report: BuildReport) {
    const [first, ...more] = report.diagnostics.filter((one) => one.severity === 'error');
    const place = first
      ? `${first.path}:${first.line}:${first.column}: ${first.message}`
      : 'no program was made';
    super(more.length === 0 ? place : `${place} (and ${more.length} more)`);
  }
}
