import { type Hover, MarkupKind } from 'vscode-languageserver';
import { csrNamed } from '../../isa/csrs';
import { disassemble } from '../../isa/disassemble';
import type { Token } from '../../toolchain/assembler/text/lexer';
import { compress } from '../../isa/encode-compressed';
import { decode } from '../../isa/decode';
import type { Decoded } from '../../isa/row';
import { instructionsOf } from '../assembly/code';
import {
  describeCsr,
  describeDirective,
  describeInstruction,
  describePart,
  describeRegister,
  describeSystemCall,
} from '../knowledge/describe';
import { instructionNamed } from '../knowledge/instructions';
import { argumentsOf, signatureOf, systemCallAt } from '../knowledge/system-call';
import { describeNumber } from '../knowledge/numbers';
import type { Parameter } from '../source/parameters';
import type { Piece } from '../source/pieces';
import type { SourceFile } from '../source/source-file';
import { fenced, plain } from '../markdown';
import { describeSymbol } from '../symbols/describe';
import { definitionsOf } from '../symbols/resolve';
import { keyOf, nameOf } from '../uris';
import type { Workspace } from '../workspace';

/** What there is to say about the word at an offset. */
export function hover(workspace: Workspace, file: SourceFile, offset: number): Hover | undefined {
  const parameter = file.parameterAt(offset);
  if (parameter !== undefined) {
    return {
      contents: { kind: MarkupKind.Markdown, value: describeParameter(parameter) },
      range: file.range(parameter),
    };
  }
  const piece = file.pieceAt(offset);
  const token = file.tokenAt(offset);
  const value =
    piece && token ? describeToken(workspace, file, piece, token) : describeDefine(workspace, file, offset);
  if (value === undefined) return undefined;
  const place = token ?? file.occurrenceAt(offset)!;
  return { contents: { kind: MarkupKind.Markdown, value }, range: file.range(place) };
}

const describeParameter = ({ name, home: { directive, macro } }: Parameter): string =>
  `**${plain(name)}**: ${macro === '' ? `what \`${directive}\` puts in` : `a parameter of the macro ${plain(macro)}`}. In the body: \`\\${name}\``;

function describeDefine(workspace: Workspace, file: SourceFile, offset: number): string | undefined {
  const name = file.occurrenceAt(offset)?.name;
  return name === undefined ? undefined : describeSymbol(workspace, file, name);
}

function describeToken(
  workspace: Workspace,
  file: SourceFile,
  piece: Piece,
  token: Token,
): string | undefined {
  if (token.kind === 'number' || token.kind === 'character') {
    const { value } = token;
    return value === undefined || piece.labels.includes(token) ? undefined : describeNumber(value);
  }
  if (token.kind === 'local') return describeLocal(file, token);
  if (token.kind !== 'name') return undefined;
  if (token === piece.head) return describeHead(workspace, file, piece, token.text);
  const before = piece.tokens[piece.tokens.indexOf(token) - 1]?.text;
  if (before === '%') return describePart(token.text);
  const isDefined = definitionsOf(workspace, file, token.text).length > 0;
  if (isDefined) return describeSymbol(workspace, file, token.text);
  const [compiled] = workspace.cFunctions(token.text);
  if (compiled !== undefined) {
    const { name, head, uri } = compiled;
    return `**${plain(name)}**: a function in ${plain(nameOf(keyOf(uri)))}\n\n${fenced(head, 'c')}`;
  }
  if (piece.kind === 'instruction') {
    const register = describeRegister(token.text);
    if (register !== undefined) return register;
    if (csrNamed(token.text) !== undefined) return describeCsr(token.text);
  }
  return describeSystemCall(token.text);
}

function describeHead(
  workspace: Workspace,
  file: SourceFile,
  piece: Piece,
  name: string,
): string | undefined {
  const instruction = instructionNamed(name);
  if (
    mayBeDefined(workspace, file, name, instruction !== undefined) &&
    definitionsOf(workspace, file, name).length > 0
  )
    return describeSymbol(workspace, file, name);
  if (instruction === undefined) return describeDirective(name);
  const machine = instructionsOf(workspace.assembly(file), piece);
  const [only] = machine;
  const parts = [
    describeInstruction(
      instruction,
      machine.length === 1 && only.row === instruction.row && only.length === 4 ? only.word : undefined,
    ),
  ];
  if (only !== undefined) {
    const bits = machine
      .map(({ word, length }) => `0x${word.toString(16).padStart(2 * length, '0')}`)
      .join(' ');
    const isOther = machine.length > 1 || instruction.row !== only.row;
    const words = machine
      .map((decoded) => disassemble(decoded, { address: 0n, aliases: false, isRelative: true }))
      .join('; ');
    const target = targetOf(workspace, file, piece);
    parts.push(
      `Here: \`${bits}\`${isOther ? `, that is \`${words}\`` : ''}${only.length === 2 ? ' (compressed)' : ''}.${target}`,
    );
  }
  const short = machine.length === 1 ? shortForm(only) : undefined;
  if (short !== undefined) parts.push(short);
  if (piece.word === 'ecall') {
    const number = systemCallAt(file, piece);
    if (number.kind === 'known' && number.call !== undefined) {
      parts.push(
        `Here: system call **${signatureOf(number.call)}**. ${number.call.doc} ${argumentsOf(number.call)}`.trim(),
      );
    }
  }
  return parts.join('\n\n');
}

/** Whether it is worth the time to look for a definition of what begins a statement: of instructions there hardly ever is one. */
function mayBeDefined(workspace: Workspace, file: SourceFile, name: string, isInstruction: boolean): boolean {
  if (!isInstruction) return true;
  const escaped = name.replaceAll('.', '\\.');
  const definition = new RegExp(
    `\\.macro[ \\t]+${escaped}\\b|#[ \\t]*define[ \\t]+${escaped}\\b|(?:^|[\\s;:])${escaped}[ \\t]*[:=]|\\.(?:equ|set|equiv|eqv|comm)[ \\t]+${escaped}\\b`,
    'i',
  );
  return workspace.unitOf(file).some(({ text }) => definition.test(text));
}

/** Where a branch or jump leads, if its last operand is a label. */
function targetOf(workspace: Workspace, file: SourceFile, piece: Piece): string {
  if (!/^(?:b|j|call|tail|c\.[bj])/.test(piece.word)) return '';
  const [target, ...more] = piece.operands.at(-1) ?? [];
  if (target === undefined || more.length > 0) return '';
  const distance = workspace.assembly(file).distance(piece, target.start);
  const away =
    distance === undefined
      ? ''
      : `, ${distance < 0 ? -distance : distance} bytes ${distance < 0 ? 'back' : 'on'}`;
  if (target.kind === 'local') {
    const local = file.locals.find(({ start }) => start === target.start);
    const home = local && file.homes.get(local);
    return home === undefined
      ? ''
      : ` Goes to \`${home.number}:\` in line ${lineOf(file, home.start)}${away}.`;
  }
  const [found] = target.kind === 'name' ? definitionsOf(workspace, file, target.text) : [];
  if (found === undefined) return '';
  const place =
    found.file === file ? `line ${lineOf(file, found.occurrence.start)}` : plain(nameOf(found.file.key));
  return ` Goes to **${plain(target.text)}** in ${place}${found.file === file ? away : ''}.`;
}

const lineOf = (file: SourceFile, offset: number): number => file.document.positionAt(offset).line + 1;

function describeLocal(file: SourceFile, token: Token): string {
  const local = file.locals.find(({ start }) => start === token.start);
  const home = local && file.homes.get(local);
  const which = token.text.endsWith('f') ? 'the next one below' : 'the last one above';
  return `A numeric label: ${which}${home === undefined ? '' : `, in line ${lineOf(file, home.start)}`}.`;
}

/** The compressed instruction that does the same, if there is one. */
function shortForm({ row, rd, rs1, rs2, imm, length }: Decoded): string | undefined {
  if (length === 2) return undefined;
  const half = compress(row, { rd, rs1, rs2, imm });
  const short = half === undefined ? undefined : decode(half);
  if (short === undefined) return undefined;
  const words = disassemble(short, { address: 0n, aliases: false, isRelative: true });
  return `Compressed (\`.option rvc\`): \`${words}\`, 2 bytes.`;
}
