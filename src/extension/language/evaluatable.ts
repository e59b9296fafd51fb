import * as vscode from 'vscode';
import { nameAt } from './words';

/** What the debugger is asked for when the mouse rests on a word: registers, control registers and symbols, no mnemonics. */
export const evaluatableExpressions: vscode.EvaluatableExpressionProvider = {
  provideEvaluatableExpression(document, position) {
    const found = nameAt(document.lineAt(position).text, position.character);
    if (found === undefined) return undefined;
    const { start, end } = found;
    return new vscode.EvaluatableExpression(
      new vscode.Range(position.line, start, position.line, end),
      found.name,
    );
  },
};
