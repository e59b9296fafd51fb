import { hex } from '../../base/integers';
import { fenced, plain } from '../markdown';
import { numberInWords } from '../knowledge/numbers';
import type { SourceFile } from '../source/source-file';
import { nameOf } from '../uris';
import type { Workspace } from '../workspace';
import { definitionsOf, type Found } from './resolve';

/** What a name stands for: value or place, definition, and the comment above it. In Markdown. */
export function describeSymbol(workspace: Workspace, file: SourceFile, name: string): string | undefined {
  const [found] = definitionsOf(workspace, file, name);
  if (found === undefined) return undefined;
  const home = found.file === file ? '' : ` in ${plain(nameOf(found.file.key))}`;
  return [
    `**${plain(name)}**: ${what(workspace, found, name)}${home}`,
    fenced(excerpt(found)),
    plain(commentAbove(found)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function what(workspace: Workspace, { file, occurrence }: Found, name: string): string {
  if (occurrence.kind === 'macro') return 'a macro';
  if (occurrence.kind === 'define')
    return `a ${file.text[occurrence.end] === '(' ? 'macro' : 'constant'} of the preprocessor`;
  const symbol = workspace.assembly(file).symbol(name);
  if (symbol?.kind !== 'label') {
    const { value } = symbol ?? {};
    return value === undefined ? 'a constant' : `a constant, ${numberInWords(value)}`;
  }
  const place = `a ${symbol.isGlobal ? 'global symbol' : 'label'} in ${plain(symbol.section ?? '')}`;
  return file.isProgram && symbol.value !== undefined
    ? `${place}, at ${hex(symbol.value)} in a program of this file alone`
    : place;
}

/** The line of the definition, and the next one if a label stands alone. */
function excerpt({ file, occurrence }: Found): string {
  const { text } = file;
  const start = text.lastIndexOf('\n', occurrence.start - 1) + 1;
  const newline = (from: number): number => {
    const end = text.indexOf('\n', from);
    return end < 0 ? text.length : end;
  };
  let end = newline(occurrence.start);
  if (occurrence.piece?.kind === 'empty' && end < text.length) end = newline(end + 1);
  return text.slice(start, end).replaceAll('\r', '');
}

/** The lines of comment right above a definition, without their marks. */
function commentAbove({ file, occurrence }: Found): string {
  const before = file.text.slice(0, occurrence.start).split('\n').slice(0, -1);
  const lines: string[] = [];
  for (let line = before.pop(); line !== undefined; line = before.pop()) {
    const comment = /^\s*(?:#|\/\/|\/?\*+)\s?(.*?)(?:\*\/)?\s*$/.exec(line);
    // The address of a label may be offered between its comment and itself.
    if (comment !== null && !/^\s*#\s*(define|include|if|else|end)/.test(line)) lines.unshift(comment[1]);
    else if (!/^\s*\.(globl|global|type|balign|align|p2align)\b/.test(line)) break;
  }
  return lines.join('\n').trim();
}
