import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';
import { csrNumber } from '../../isa/csrs';
import { registerNumber } from '../../isa/registers';
import { isRowName } from '../../isa/rows';
import type { Token } from '../../toolchain/assembler/text/lexer';
import { systemCallConstants } from '../../toolchain/system-calls';
import { instructionNamed } from '../knowledge/instructions';
import type { NameKind } from '../source/occurrences';
import type { Parameter } from '../source/parameters';
import type { Piece } from '../source/pieces';
import type { SourceFile } from '../source/source-file';
import { definitionsOf } from '../symbols/resolve';
import type { Workspace } from '../workspace';

const types = [
  'function',
  'variable',
  'parameter',
  'property',
  'macro',
  'keyword',
  'enumMember',
  'label',
  'number',
] as const;
const modifiers = ['declaration', 'defaultLibrary', 'readonly'] as const;
type Type = (typeof types)[number];
type Modifier = (typeof modifiers)[number];

export const legend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

/** What the words of a source are: instructions and pseudo-instructions, registers, control registers, labels, constants, macros. */
export function semanticTokens(
  workspace: Workspace,
  file: SourceFile,
  from = 0,
  to = file.text.length,
): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  const kinds = kindsOf(workspace, file);
  const parameters = new Map(file.parameters.map(({ start, role }) => [start, role]));
  for (const piece of file.pieces) {
    if (piece.end < from) continue;
    if (piece.start > to) break;
    for (const token of piece.tokens) {
      const role = parameters.get(token.start);
      const said = role === undefined ? typeOf(token, piece, kinds) : parameterType[role];
      if (said === undefined) continue;
      const { line, character } = file.document.positionAt(token.start);
      const [type, ...marks] = said;
      const bits = marks.reduce((sum, mark) => sum | (1 << modifiers.indexOf(mark)), 0);
      builder.push(line, character, token.end - token.start, types.indexOf(type), bits);
    }
  }
  return builder.build();
}

const parameterType: Readonly<Record<Parameter['role'], readonly [Type, ...Modifier[]]>> = {
  definition: ['parameter', 'declaration'],
  reference: ['parameter'],
};

/** What a name of this source is, looked up once for each. */
function kindsOf(workspace: Workspace, file: SourceFile): (name: string) => NameKind | undefined {
  const known = new Map<string, NameKind | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, definitionsOf(workspace, file, name)[0]?.occurrence.kind);
    return known.get(name);
  };
}

function typeOf(
  token: Token,
  piece: Piece,
  kindOf: (name: string) => NameKind | undefined,
): readonly [Type, ...Modifier[]] | undefined {
  if (piece.labels.includes(token)) return ['label', 'declaration'];
  if (token.kind === 'local') return ['label'];
  if (token.kind !== 'name') return undefined;
  const { text } = token;
  if (token === piece.head && piece.kind !== 'assignment') {
    if (piece.kind === 'directive') return ['keyword'];
    if (isRowName(piece.word.replace(/\.(aqrl|aq|rl)$/, ''))) return ['function', 'defaultLibrary'];
    if (kindOf(text) === 'macro') return ['macro'];
    return instructionNamed(text) === undefined ? undefined : ['macro', 'defaultLibrary'];
  }
  if (piece.kind === 'instruction') {
    if (registerNumber(text) !== undefined) return ['variable', 'defaultLibrary'];
    if (csrNumber(text) !== undefined && piece.word.startsWith('csr')) return ['property', 'defaultLibrary'];
  }
  switch (kindOf(text)) {
    case 'label':
      return ['label'];
    case 'constant':
    case 'define':
      return ['enumMember', 'readonly'];
    case 'common':
      return ['variable'];
    case 'macro':
      return ['macro'];
    case undefined:
      return systemCallConstants.has(text) ? ['enumMember', 'readonly', 'defaultLibrary'] : undefined;
  }
}
