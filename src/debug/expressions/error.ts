import { UserError } from '../../base/errors';

/** What is wrong with an expression, and where: `column` is 1-based, in UTF-16 units of the expression's text. */
export class ExpressionError extends UserError {
  constructor(
    readonly text: string,
    readonly column: number,
    readonly problem: string,
  ) {
    super(`${problem} (column ${column} of "${around(text, column).shown}")`);
  }

  /** The expression with a caret below the column, and what is wrong: for a console. */
  get pointed(): string {
    const { shown, column } = around(this.text, this.column);
    const before = shown.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
    return `${shown}\n${before}^ ${this.problem}`;
  }
}

/** Longest expression that an error repeats as a whole, and how much of a longer one stands before and behind the column. */
const LONGEST = 200;
const NEAR = 40;

/** An expression, or of a long one the part that the column is in, and which column of that it is. */
function around(text: string, column: number): { shown: string; column: number } {
  if (text.length <= LONGEST) return { shown: text, column };
  const start = Math.max(0, column - 1 - NEAR);
  const end = Math.min(text.length, column - 1 + NEAR);
  const front = start > 0 ? '…' : '';
  const shown = `${front}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
  return { shown, column: column - start + front.length };
}
