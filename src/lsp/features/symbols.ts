import { type DocumentSymbol, SymbolKind, type SymbolInformation } from 'vscode-languageserver';
import type { Occurrence } from '../source/occurrences';
import type { SourceFile } from '../source/source-file';
import type { Workspace } from '../workspace';

/** Names that compilers make for themselves. */
const isPrivate = (name: string): boolean => name.startsWith('.L');

/** The outline: labels within a function lie below it. */
export function documentSymbols(file: SourceFile): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  let top: { symbol: DocumentSymbol; end: number } | undefined;
  const definitions = definitionsIn(file);
  const tops = definitions.filter((one) => isTop(file, one));
  let nextTop = 0;
  for (const one of definitions) {
    const lineEnd = one.piece?.end ?? one.end;
    if (one === tops[nextTop]) {
      nextTop++;
      const end = Math.max(lastLine(file, tops[nextTop]?.start ?? file.text.length), one.end);
      top = { symbol: symbolOf(file, one, end), end };
      symbols.push(top.symbol);
    } else if (one.kind === 'label' && top !== undefined) {
      top.symbol.children!.push(symbolOf(file, one, Math.min(lineEnd, top.end)));
    } else symbols.push(symbolOf(file, one, lineEnd));
  }
  return symbols;
}

/** Names of all sources that contain the letters asked for, in their order. */
export function workspaceSymbols(workspace: Workspace, query: string): SymbolInformation[] {
  return workspace.all.flatMap((file) =>
    definitionsIn(file)
      .filter(({ name }) => isSubsequence(query.toLowerCase(), name.toLowerCase()))
      .map((one) => ({
        name: one.name,
        kind: symbolKind(file, one),
        location: { uri: file.uri, range: file.range(one) },
      })),
  );
}

const definitionsIn = (file: SourceFile): Occurrence[] =>
  file.occurrences
    .filter(({ role, name }) => role === 'definition' && !isPrivate(name))
    .sort((a, b) => a.start - b.start);

/** What begins a function or a datum: a label that is offered, called, described by `.type`, or the first one. */
function isTop(file: SourceFile, { kind, name }: Occurrence): boolean {
  if (kind !== 'label') return false;
  return file.used.has(name);
}

function symbolOf(file: SourceFile, one: Occurrence, end: number): DocumentSymbol {
  return {
    name: one.name,
    kind: symbolKind(file, one),
    range: file.range({ start: one.start, end: Math.max(end, one.end) }),
    selectionRange: file.range(one),
    children: [],
  };
}

function symbolKind(file: SourceFile, one: Occurrence): SymbolKind {
  switch (one.kind) {
    case 'macro':
      return SymbolKind.Operator;
    case 'constant':
    case 'define':
      return SymbolKind.Constant;
    case 'common':
      return SymbolKind.Variable;
    default:
      return isData(file, one)
        ? SymbolKind.Variable
        : isTop(file, one)
          ? SymbolKind.Function
          : SymbolKind.Key;
  }
}

/** Whether data follows a label, and no instruction. */
export const isData = (file: SourceFile, { piece }: Occurrence): boolean =>
  piece !== undefined && file.dataFollows[file.indexOf(piece)] === 1;

/** The end of the text in front of an offset, without the empty lines. */
const lastLine = (file: SourceFile, offset: number): number => file.text.slice(0, offset).trimEnd().length;

function isSubsequence(letters: string, name: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
