import type { Diagnostic } from '../assembler/text/diagnostics';

/** What is said of one place of a source. */
export const saidAt = (
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
