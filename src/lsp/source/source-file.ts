import type { Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { Diagnostics } from '../../toolchain/assembler/text/diagnostics';
import { type Token, tokenize } from '../../toolchain/assembler/text/lexer';
import { editorLimits } from '../../toolchain/assembler/text/limits';
import { Source } from '../../toolchain/assembler/text/source';
import { exportsIn, isProgram, mayInclude, setsNumberLate } from './glance';
import { dataFollows, homesOf, usedNames } from './contents';
import { defines, type LocalOccurrence, type Occurrence, occurrencesIn } from './occurrences';
import { keyOf } from '../uris';
import { type Parameter, parametersIn } from './parameters';
import { type Piece, piecesOf } from './pieces';

/** One version of one source, and what can be said about it alone; worked out when it is asked for, and once. */
export class SourceFile {
  readonly uri: string;
  /** The one name that the server has for the file, however its URI is spelled. */
  readonly key: string;
  readonly text: string;
  private readonly known: {
    tokens?: readonly Token[];
    pieces?: readonly Piece[];
    found?: ReturnType<typeof occurrencesIn>;
    byName?: ReadonlyMap<string, readonly Occurrence[]>;
    parameters?: readonly Parameter[];
    exports?: ReadonlySet<string>;
    includes?: readonly Include[];
    hasMacros?: boolean;
    used?: ReadonlySet<string>;
    dataFollows?: Uint8Array;
    homes?: ReturnType<typeof homesOf>;
  } = {};

  constructor(readonly document: TextDocument) {
    this.uri = document.uri;
    this.key = keyOf(document.uri);
    this.text = document.getText();
  }

  /** Of as much of the text as the editor reads. */
  get tokens(): readonly Token[] {
    return (this.known.tokens ??= tokenize(
      new Source(this.uri, this.text.slice(0, editorLimits.characters)),
      new Diagnostics(),
      editorLimits.statements,
    ));
  }

  get pieces(): readonly Piece[] {
    return (this.known.pieces ??= piecesOf(this.tokens));
  }

  private get found(): ReturnType<typeof occurrencesIn> {
    return (this.known.found ??= occurrencesIn(this.pieces));
  }

  /** Names and where they stand, in the order of the text; names of the preprocessor behind. */
  get occurrences(): readonly Occurrence[] {
    return [...this.byName.values()].flat();
  }

  /** Numeric labels and the references to them, in the order of the text. */
  get locals(): readonly LocalOccurrence[] {
    return this.found.locals;
  }

  /** The numeric label that each of them means. */
  get homes(): ReturnType<typeof homesOf> {
    return (this.known.homes ??= homesOf(this.locals));
  }

  /** Names that it offers or describes, calls, or takes the address of. */
  get used(): ReadonlySet<string> {
    return (this.known.used ??= usedNames(this.byName));
  }

  /** For each statement whether data comes there, and no instruction. */
  get dataFollows(): Uint8Array {
    return (this.known.dataFollows ??= dataFollows(this.pieces));
  }

  /** Parameters of macros and repetitions. */
  get parameters(): readonly Parameter[] {
    return (this.known.parameters ??= parametersIn(this.text, this.pieces));
  }

  /** The parameter that an offset touches. */
  parameterAt(offset: number): Parameter | undefined {
    return this.parameters.find(({ start, end }) => start <= offset && offset <= end);
  }

  get byName(): ReadonlyMap<string, readonly Occurrence[]> {
    return (this.known.byName ??= grouped([
      ...this.found.names,
      ...(this.isPreprocessed ? defines(this.text) : []),
    ]));
  }

  get isPreprocessed(): boolean {
    return /\.[Sh]$/.test(this.uri);
  }

  /** Names that it defines and offers to other sources. */
  get exports(): ReadonlySet<string> {
    return (this.known.exports ??= exportsIn(this.text));
  }

  /** Whether a program begins in it. */
  get isProgram(): boolean {
    return isProgram(this.text);
  }

  /** Whether it may have an `ecall` that nothing has given a number. */
  get mayMissNumber(): boolean {
    return setsNumberLate(this.text);
  }

  /** Whether it defines macros, which may make names. */
  get hasMacros(): boolean {
    return (this.known.hasMacros ??= /\.macro\b/i.test(this.text));
  }

  /** The files that it names. */
  get includes(): readonly Include[] {
    return (this.known.includes ??= includesIn(this));
  }

  definitions(name: string): readonly Occurrence[] {
    return this.byName.get(name)?.filter(({ role }) => role === 'definition') ?? [];
  }

  /** The statement that an offset is in, or at the end of. */
  pieceAt(offset: number): Piece | undefined {
    const piece = this.pieces[this.countUpTo(offset) - 1];
    return piece !== undefined && offset <= piece.end ? piece : undefined;
  }

  /** The place of a statement among all. */
  indexOf(piece: Piece): number {
    return this.countUpTo(piece.start) - 1;
  }

  /** How many statements begin at an offset or in front of it. */
  private countUpTo(offset: number): number {
    const { pieces } = this;
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pieces[middle].start <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The token that an offset is in, or at the end of. */
  tokenAt(offset: number): Token | undefined {
    const tokens = this.pieceAt(offset)?.tokens ?? [];
    const touching = tokens.filter(({ start, end }) => start <= offset && offset <= end);
    return (
      touching.find(({ kind, start }) => kind !== 'punctuation' && start === offset) ??
      touching.find(({ kind }) => kind !== 'punctuation') ??
      touching.at(-1)
    );
  }

  /** The name that an offset touches. */
  occurrenceAt(offset: number): Occurrence | undefined {
    const token = this.tokenAt(offset);
    if (token?.kind === 'name')
      return this.byName.get(token.text)?.find(({ start }) => start === token.start);
    return defines(this.isPreprocessed ? this.text : '').find(
      ({ start, end }) => start <= offset && offset <= end,
    );
  }

  /** Whether an offset is in a comment: between two tokens, and behind what opens one. */
  isComment(offset: number): boolean {
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tokens[middle].start < offset) low = middle + 1;
      else high = middle;
    }
    const before = low === 0 ? 0 : this.tokens[low - 1].end;
    return /#|\/\/|\/\*/.test(this.text.slice(before, offset));
  }

  range({ start, end }: { readonly start: number; readonly end: number }): Range {
    return { start: this.document.positionAt(start), end: this.document.positionAt(end) };
  }
}

/** A file that a source names: `.include "x"`, `.incbin "x"`, `#include "x"`. */
export interface Include {
  readonly path: string;
  /** The place of the name, without the quotes. */
  readonly start: number;
  readonly end: number;
  /** Whether its text becomes part of the source. */
  readonly isText: boolean;
}

function includesIn(file: SourceFile): Include[] {
  if (!mayInclude(file.text)) return [];
  const found: Include[] = [];
  for (const { word, operands } of file.pieces) {
    if (word !== '.include' && word !== '.incbin') continue;
    const token = operands[0]?.[0];
    if (token?.kind !== 'string') continue;
    const path = token.text.replace(/^"|"$/g, '');
    const start = token.start + 1;
    found.push({ path, start, end: start + path.length, isText: word === '.include' });
  }
  if (file.isPreprocessed) {
    for (const match of file.text.matchAll(/^([ \t]*#[ \t]*include[ \t]+")([^"\n]+)"/gm)) {
      const start = match.index + match[1].length;
      found.push({ path: match[2], start, end: start + match[2].length, isText: true });
    }
  }
  return found;
}

function grouped(occurrences: readonly Occurrence[]): Map<string, Occurrence[]> {
  const groups = new Map<string, Occurrence[]>();
  for (const occurrence of occurrences) {
    const group = groups.get(occurrence.name);
    if (group) group.push(occurrence);
    else groups.set(occurrence.name, [occurrence]);
  }
  return groups;
}
