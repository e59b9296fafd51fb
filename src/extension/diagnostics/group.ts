import type { DiagnosticBody, DiagnosticsBody } from '../../protocol/requests';

/** Diagnostics by the file in which they are, in their order. */
export function byPath(body: DiagnosticsBody): Map<string, DiagnosticBody[]> {
  const groups = new Map<string, DiagnosticBody[]>();
  for (const diagnostic of body.diagnostics) {
    const group = groups.get(diagnostic.path);
    if (group) group.push(diagnostic);
    else groups.set(diagnostic.path, [diagnostic]);
  }
  return groups;
}

/** The 0-based place of a 1-based diagnostic; never empty, never negative. */
export function place({ line, column, length }: DiagnosticBody): {
  line: number;
  start: number;
  end: number;
} {
  const start = Math.max(0, column - 1);
  return { line: Math.max(0, line - 1), start, end: start + Math.max(1, length) };
}

export const hasErrors = (body: DiagnosticsBody): boolean =>
  body.diagnostics.some((diagnostic) => diagnostic.severity === 'error');

/** As much of a diagnostic of the editor as tells it from others. */
interface Said {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

/** Those that nobody has said in the same words about the same line. */
export function unsaid<D extends Said>(diagnostics: readonly D[], said: readonly Said[]): D[] {
  const isSame = (one: Said, other: Said): boolean =>
    one.message === other.message && one.range.start.line === other.range.start.line;
  return diagnostics.filter((one) => !said.some((other) => isSame(one, other)));
}
