import { type Cursor, StatementError } from '../text/cursor';
import { unquoted } from './control';
import { type Directive, directive, expression, remainder } from './directive';

/** A text in quotes, or the words as they stand. */
function messageIn(cursor: Cursor, otherwise: string): string {
  const { text } = remainder(cursor);
  return text === '' ? otherwise : unquoted(text);
}

/** Below this it is an error, from here on a warning. */
const MILD_FAILURE = 500n;

/** What a source says while it is assembled. */
export const messageDirectives: Readonly<Record<string, Directive>> = {
  '.error': directive('"text"', 'An error with this text.', (unit, cursor, span) => {
    unit.diagnostics.error(span, messageIn(cursor, '.error was assembled'));
  }),
  '.err': directive('', 'An error.', (unit, cursor, span) => {
    unit.diagnostics.error(span, messageIn(cursor, '.err was assembled'));
  }),
  '.warning': directive('"text"', 'A warning with this text.', (unit, cursor, span) => {
    unit.diagnostics.warning(span, messageIn(cursor, '.warning was assembled'));
  }),
  '.fail': directive('number', 'An error; from 500 on a warning.', (unit, cursor, span) => {
    const value = unit.names.constantNow(expression(unit, cursor), 'the number');
    const severity = value < MILD_FAILURE ? 'error' : 'warning';
    unit.diagnostics[severity](span, `.fail ${value} was assembled`);
  }),
  '.abort': directive('', 'An error, behind which nothing is read.', (unit, cursor, span) => {
    cursor.skipStatement();
    unit.reader.stop();
    throw new StatementError(span, '.abort was assembled');
  }),
  '.print': directive('"text"', 'Says this text while assembling; a warning here.', (unit, cursor, span) => {
    unit.diagnostics.warning(span, messageIn(cursor, ''));
  }),
};
