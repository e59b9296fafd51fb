import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { SourceFile } from '../source/source-file';
import { documentSymbols } from './symbols';

const opening = /^\.(macro|rept|irp|irpc|if\w*)$/;
const closing = /^\.(endm|endr|endif)$/;

/** Functions, comments, macros, repetitions and conditions, and what the preprocessor has of them. */
export function folding(file: SourceFile): FoldingRange[] {
  const ranges = [
    ...documentSymbols(file).map(({ range }) => ({ startLine: range.start.line, endLine: range.end.line })),
    ...blocks(file),
    ...comments(file),
  ];
  return ranges.filter(({ startLine, endLine }) => endLine > startLine);
}

function blocks(file: SourceFile): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const starts: number[] = [];
  const lineOf = (offset: number): number => file.document.positionAt(offset).line;
  const close = (line: number): void => {
    const startLine = starts.pop();
    // The last line stays in sight: it says that something ended.
    if (startLine !== undefined) ranges.push({ startLine, endLine: line - 1 });
  };
  for (const { head, word } of file.pieces) {
    if (head === undefined) continue;
    if (opening.test(word)) starts.push(lineOf(head.start));
    else if (closing.test(word)) close(lineOf(head.start));
    else if (/^\.else(if)?$/.test(word) && starts.length > 0) {
      close(lineOf(head.start));
      starts.push(lineOf(head.start));
    }
  }
  if (!file.isPreprocessed) return ranges;
  starts.length = 0;
  file.text.split('\n').forEach((text, line) => {
    const word = /^\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b/.exec(text)?.[1];
    if (word === undefined) return;
    if (!word.startsWith('if')) close(line);
    if (word !== 'endif') starts.push(line);
  });
  return ranges;
}

/** Lines in a row that hold nothing but a comment, and comments over several lines. */
function comments(file: SourceFile): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const kind = FoldingRangeKind.Comment;
  let startLine: number | undefined;
  let inBlock = false;
  const lines = file.text.split('\n');
  for (let line = 0; line <= lines.length; line++) {
    const text = lines[line]?.trim() ?? '';
    const isComment =
      inBlock ||
      /^(#(?!\s*(define|include|if|ifdef|ifndef|elif|else|endif|undef|error)\b)|\/\/|\/\*)/.test(text);
    if (isComment) {
      startLine ??= line;
      if (/^\/\*/.test(text) || inBlock) inBlock = !text.includes('*/');
    } else if (startLine !== undefined) {
      ranges.push({ startLine, endLine: line - 1, kind });
      startLine = undefined;
    }
  }
  return ranges;
}
