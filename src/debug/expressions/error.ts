import { UserError } from '../../base/errors';

/** What is wrong with an expression, and where: `column` is 1-based, in UTF-16 units of the expression's text. */
export class ExpressionError extends UserError {
  constructor(
    readonly text: string,
    readonly column: number,
    readonly problem: string,
  ) {
    super(`${problem} (column ${column} of "${text}")`);
  }

  /** The expression with a caret below the column, and what is wrong: for a console. */
  get pointed(): string {
    const before = this.text.slice(0, this.column - 1).replaceAll(/[^\t]/g, ' ');
    return `${this.text}\n${before}^ ${this.problem}`;
  }
}
