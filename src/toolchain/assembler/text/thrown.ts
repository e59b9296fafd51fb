import { messageOf } from '../../../base/errors';
import { StatementError } from './cursor';
import type { Diagnostics } from './diagnostics';
import type { Span } from './source';

/**
 * Reports what ended the work on a piece of a source: a mistake in it, or one of the assembler's own. The latter costs that
 * piece, never who has asked: a command goes on to its end, and a language server stays with its other files.
 * @param span the piece
 */
export function reportThrown(thrown: unknown, span: Span, diagnostics: Diagnostics): void {
  if (thrown instanceof StatementError) {
    diagnostics.error(thrown.span, thrown.message, thrown.hint);
    return;
  }
  diagnostics.error(
    span,
    `the assembler itself fails here: ${messageOf(thrown)}`,
    'this is a mistake of Trapframe: please report it, with this source',
  );
}
