// What a build of the programs has to say.

/** Body of `trapframe/diagnostics`: everything that one build of the programs has to say; empty when it went well. */
export interface DiagnosticsBody {
  diagnostics: DiagnosticBody[];
}

export interface DiagnosticBody {
  /** As a source path of DAP. */
  path: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** UTF-16 units in that line; at least 1. */
  length: number;
  severity: 'error' | 'warning';
  message: string;
  hint?: string;
}
