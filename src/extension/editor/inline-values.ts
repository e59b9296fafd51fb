import type * as vscode from 'vscode';

/** A name in the source whose value is worth showing beside its line; 0-based. */
export interface Name {
  readonly line: number;
  readonly start: number;
  readonly text: string;
}

/** Lines above the one that is about to run: further back, values have changed since. */
const BACK = 8;
const register = /\b(?:ra|sp|gp|tp|fp|[ast]\d{1,2}|x\d{1,2})\b/g;
const identifier = /\b[A-Za-z_]\w*\b/g;
const keywords = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long register ' +
    'return short signed sizeof static struct switch typedef union unsigned void volatile while'
  ).split(' '),
);

/** Registers of an assembly program in the lines up to the stopped one; each once, where it was last named. */
export const registersIn = (lines: readonly string[], stopped: number): Name[] =>
  latest(lines, stopped, (text) => matches(text.replace(/(#|\/\/).*/, ''), register));

/** Variables of a C program that may be meant in the lines up to the stopped one; calls and keywords are not. */
export const variablesIn = (lines: readonly string[], stopped: number): Name[] =>
  latest(lines, stopped, (text) => {
    const code = text.replace(/\/\/.*/, '').replace(/"(?:[^"\\]|\\.)*"/g, (one) => ' '.repeat(one.length));
    return matches(code, identifier).filter(
      ({ text: name, end }) => !keywords.has(name) && !/^\s*\(/.test(code.slice(end)),
    );
  });

interface Match {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const matches = (text: string, pattern: RegExp): Match[] =>
  [...text.matchAll(pattern)].map((found) => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }));

function latest(lines: readonly string[], stopped: number, find: (text: string) => Match[]): Name[] {
  const names: Name[] = [];
  const seen = new Set<string>();
  for (let line = Math.min(stopped, lines.length - 1); line >= Math.max(0, stopped - BACK); line--) {
    for (const { text, start } of find(lines[line])) {
      if (seen.has(text)) continue;
      seen.add(text);
      names.push({ line, start, text });
    }
  }
  return names;
}

/** Values of registers and variables behind the lines that have just run. */
export const inlineValues = (api: typeof vscode): vscode.InlineValuesProvider => ({
  provideInlineValues(document, _viewPort, { stoppedLocation }) {
    const lines = Array.from({ length: document.lineCount }, (_, i) => document.lineAt(i).text);
    const stopped = stoppedLocation.end.line;
    const rangeOf = ({ line, start, text }: Name): vscode.Range =>
      new api.Range(line, start, line, start + text.length);
    return document.languageId === 'c'
      ? variablesIn(lines, stopped).map((name) => new api.InlineValueVariableLookup(rangeOf(name), name.text))
      : registersIn(lines, stopped).map(
          (name) => new api.InlineValueEvaluatableExpression(rangeOf(name), name.text),
        );
  },
});
