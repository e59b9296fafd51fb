import { type InlayHint, InlayHintKind } from 'vscode-languageserver';
import { systemCallConstants } from '../../toolchain/system-calls';
import { instructionsOf } from '../assembly/code';
import type { Assembly } from '../assembly/assembly';
import { numberInWords } from '../knowledge/numbers';
import { argumentsOf, signatureOf, systemCallAt } from '../knowledge/system-call';
import type { Piece } from '../source/pieces';
import type { SourceFile } from '../source/source-file';
import type { Workspace } from '../workspace';

/** Which hints a user wants. */
export interface HintChoice {
  readonly systemCalls: boolean;
  readonly values: boolean;
}

/** What is not written and yet there: values of expressions, how many instructions one becomes, the call behind an `ecall`. */
export function inlayHints(
  workspace: Workspace,
  file: SourceFile,
  from: number,
  to: number,
  choice: HintChoice,
): InlayHint[] {
  const assembly = workspace.assembly(file);
  return file.pieces
    .filter((piece) => piece.end >= from && piece.start <= to && piece.kind === 'instruction')
    .flatMap((piece) => [
      ...(choice.systemCalls ? systemCall(file, piece) : []),
      ...(choice.values ? [...values(file, assembly, piece), ...expansion(file, assembly, piece)] : []),
    ]);
}

function systemCall(file: SourceFile, piece: Piece): InlayHint[] {
  if (piece.word !== 'ecall') return [];
  const number = systemCallAt(file, piece);
  if (number.kind !== 'known') return [];
  const { call, value } = number;
  const label = call === undefined ? `no system call has the number ${value}` : signatureOf(call);
  const tooltip =
    call === undefined ? '' : [call.doc, argumentsOf(call)].filter((part) => part !== '').join('\n');
  return [hint(file, piece, piece.head!.end, label, tooltip)];
}

/** Behind every operand that is more than a plain number: names, sums, characters. */
function values(file: SourceFile, assembly: Assembly, piece: Piece): InlayHint[] {
  return piece.operands.flatMap((tokens) => {
    const [first] = tokens;
    if (first === undefined || first.text === '(') return [];
    const expression = assembly.expression(first.start);
    if (expression?.value === undefined) return [];
    // Of `16(sp)` the number alone.
    const own = tokens.filter(
      ({ start, end }) => start >= expression.span.start && end <= expression.span.end,
    );
    const [last] = own.slice(-1);
    const isSigned = own.length === 2 && own[0].text === '-';
    const isPlain = (own.length === 1 || isSigned) && (last.kind === 'number' || last.kind === 'local');
    const names = own.filter(({ kind }) => kind === 'name');
    // An address is no news, and it changes when files are linked.
    if (
      isPlain ||
      own.some(({ kind }) => kind === 'string') ||
      names.some(({ text }) => isPlace(assembly, text)) ||
      tokens.some(({ kind, text }) => kind === 'local' || text === '.')
    )
      return [];
    return [hint(file, piece, expression.span.end, `= ${numberInWords(expression.value)}`, '')];
  });
}

const isPlace = (assembly: Assembly, name: string): boolean => {
  const kind = assembly.symbol(name)?.kind;
  return kind === 'label' || (kind === 'undefined' && !systemCallConstants.has(name));
};

/** A pseudo-instruction that takes more than the usual number of instructions. */
function expansion(file: SourceFile, assembly: Assembly, piece: Piece): InlayHint[] {
  if (piece.word !== 'li') return [];
  const count = instructionsOf(assembly, piece).length;
  return count < 2
    ? []
    : [
        hint(
          file,
          piece,
          piece.operands.flat().at(-1)?.end ?? piece.head!.end,
          `${count} instructions`,
          'So many instructions it takes to make this number.',
        ),
      ];
}

const hint = (file: SourceFile, piece: Piece, offset: number, label: string, tooltip: string): InlayHint => ({
  position: file.document.positionAt(placeOf(file, piece, offset)),
  label,
  kind: InlayHintKind.Parameter,
  paddingLeft: true,
  ...(tooltip === '' ? {} : { tooltip }),
});

/** Behind a comment rather than before it: comments stand in columns, which nothing may move. */
function placeOf(file: SourceFile, piece: Piece, offset: number): number {
  const { text } = file;
  const last = piece.operands.flat().at(-1)?.end ?? piece.head!.end;
  const newline = text.indexOf('\n', last);
  const line = text.slice(last, newline < 0 ? undefined : newline).trimEnd();
  return line.trim() === '' ? offset : last + line.length;
}
