/** What can be told about a text without cutting it into tokens: where names, comments and statements end. */

/** Letters, `_`, `.`, `$`, and everything beyond ASCII. */
export const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  code === 46 ||
  code === 36 ||
  code >= 128;

export const isNameCharacter = (code: number): boolean => isNameStart(code) || (code >= 48 && code <= 57);

/** The offset behind the comment that begins at `at`, of a line comment that of the line's end; undefined without an end. */
export function afterComment(text: string, at: number): number | undefined {
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? undefined : end + 2;
  }
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Whether a comment begins at this offset. */
export const isComment = (text: string, at: number): boolean =>
  text[at] === '#' || (text[at] === '/' && (text[at + 1] === '/' || text[at + 1] === '*'));

/** The offset behind the string that begins at `at`, or of the end of its line when it is not closed. */
export function afterString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const next = text[end];
    if (next === '\\' && text[end + 1] !== '\n') end++;
    else if (next === '"') return end + 1;
    else if (next === '\n') return end;
  }
  return text.length;
}

/** The offset behind the character constant that begins at `at`: `'a'`, `'a`, `'\n'`. */
export function afterCharacter(text: string, at: number): number {
  let end = at + 1;
  if (end >= text.length || text[end] === '\n') return end;
  end += text[end] === '\\' && end + 1 < text.length && text[end + 1] !== '\n' ? 2 : 1;
  return text[end] === "'" ? end + 1 : end;
}

/** The offset of the line end or `;` that ends the statement at `at`. */
export function statementEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const next = text[end];
    if (next === '\n' || next === ';') return end;
    if (next === '"') end = afterString(text, end);
    else if (next === "'") end = afterCharacter(text, end);
    else if (isComment(text, end)) end = afterComment(text, end) ?? text.length;
    else end++;
  }
  return end;
}
