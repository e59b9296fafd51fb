import { afterCharacter, afterComment, afterString, isNameCharacter } from '../text/scan';

/** A preprocessing token (C23, 6.4): as much as macros need to know of a text. */
export interface Piece {
  readonly kind: 'name' | 'number' | 'text' | 'space' | 'other';
  readonly text: string;
  /** Offset in the text that was cut. */
  readonly start: number;
  /** A name that stays as it is, because it came out of its own expansion. */
  readonly isFinal?: boolean;
}

/** A character that may stand in a name of C: dots and dollars may not. */
const isLetter = (code: number): boolean => isNameCharacter(code) && code !== 46 && code !== 36;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Cuts a stretch of text; comments and what continues a line are space. `#` begins a comment if `hashEnds`. */
export function cut(text: string, start: number, end: number, hashEnds: boolean): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  const add = (kind: Piece['kind'], to: number): void => {
    const stop = Math.max(at + 1, Math.min(to, end));
    pieces.push({ kind, text: text.slice(at, stop), start: at });
    at = stop;
  };
  while (at < end) {
    const code = text.charCodeAt(at);
    const next = text[at];
    if (isSpace(code)) add('space', at + 1);
    else if (next === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3)))
      add('space', text.indexOf('\n', at) + 1);
    else if (next === '/' && (text[at + 1] === '*' || text[at + 1] === '/'))
      add('space', afterComment(text, at) ?? end);
    else if (next === '#' && hashEnds) add('other', end);
    else if (next === '"') add('text', afterString(text, at));
    else if (next === "'") add('text', afterLiteral(text, at));
    else if (isDigit(code) || (next === '.' && isDigit(text.charCodeAt(at + 1))))
      add('number', afterNumber(text, at));
    else if (isLetter(code)) add('name', afterName(text, at));
    else add('other', text.startsWith('##', at) ? at + 2 : at + 1);
  }
  return pieces;
}

/** Of a preprocessing number (C23, 6.4.8). */
const number = /\.?\d(?:[eEpP][+-]|[\w.])*/y;

function afterNumber(text: string, at: number): number {
  number.lastIndex = at;
  return at + number.exec(text)![0].length;
}

const characters = /'(?:[^'\\\n]|\\[^\n])*'/y;

/** Behind a constant of one character or several; GNU as takes one without its closing quote, too. */
function afterLiteral(text: string, at: number): number {
  characters.lastIndex = at;
  const match = characters.exec(text);
  return match === null ? afterCharacter(text, at) : at + match[0].length;
}

function afterName(text: string, at: number): number {
  let end = at + 1;
  while (isLetter(text.charCodeAt(end))) end++;
  return end;
}

/** The offset of the end of the line that begins at `at`, with the lines that continue it and the comments in it. */
export function logicalEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const next = text[end];
    if (next === '\n') return end;
    if (next === '\\' && text[end + 1] === '\n') end += 2;
    else if (next === '\\' && text[end + 1] === '\r' && text[end + 2] === '\n') end += 3;
    else if (next === '"') end = afterString(text, end);
    else if (next === "'") end = afterCharacter(text, end);
    else if (next === '/' && text[end + 1] === '*') end = afterComment(text, end) ?? text.length;
    else end++;
  }
  return end;
}
