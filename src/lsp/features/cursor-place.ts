import type { SourceFile } from '../source/source-file';

/** Where in a statement an offset is. */
export interface CursorPlace {
  /** The word at the offset, from its start up to its end; empty between words. Undefined where no word can be. */
  readonly word: { readonly start: number; readonly end: number } | undefined;
  /** The mnemonic or directive in front; undefined when the word itself is that. */
  readonly head: string | undefined;
  /** Which operand it is, from 0 on. */
  readonly operand: number;
}

/** Works on the line as it is: somebody is writing it. */
export function placeAt(file: SourceFile, offset: number): CursorPlace {
  const { text } = file;
  const token = file.tokenAt(offset);
  if (token?.kind === 'string' || token?.kind === 'character' || token?.kind === 'number') {
    if (offset > token.start) return { word: undefined, head: undefined, operand: 0 };
  }
  const isWord = (at: number): boolean => /[\w.$]/.test(text[at] ?? '');
  let start = offset;
  while (isWord(start - 1)) start--;
  let end = offset;
  while (isWord(end)) end++;
  const word = { start, end };

  const piece = file.pieceAt(start) ?? lineBefore(file, start);
  const { head } = piece ?? {};
  if (piece === undefined || head === undefined || start <= head.start) {
    return { word, head: undefined, operand: 0 };
  }
  const between = piece.tokens.filter((one) => one.start > head.start && one.end <= start);
  let depth = 0;
  let operand = 0;
  for (const { text: mark } of between) {
    if (mark === '(') depth++;
    else if (mark === ')') depth--;
    else if (mark === ',' && depth === 0) operand++;
  }
  return { word, head: piece.kind === 'assignment' ? '.equ' : head.text, operand };
}

/** The statement whose tokens end in front of an offset on the same line, as when spaces follow it. */
function lineBefore(file: SourceFile, offset: number): ReturnType<SourceFile['pieceAt']> {
  const lineStart = file.text.lastIndexOf('\n', offset - 1) + 1;
  const before = file.text.slice(lineStart, offset).trimEnd();
  return before === '' ? undefined : file.pieceAt(lineStart + before.length);
}
