import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type Range,
} from 'vscode-languageserver';
import { csrs } from '../../isa/csrs';
import { abiNames, registerRole } from '../../isa/registers';
import { directives } from '../../toolchain/assembler/directives/directives';
import { addressParts } from '../../toolchain/assembler/statements/syntax';
import { systemCalls } from '../../toolchain/system-calls';
import { describeCsr, describeName, describePart, describeRegister } from '../knowledge/describe';
import { directiveWords, takesNames } from '../knowledge/directive-operands';
import { instructionNamed, instructions, type OperandKind, operandPlaces } from '../knowledge/instructions';
import { signatureOf } from '../knowledge/system-call';
import type { NameKind } from '../source/occurrences';
import type { SourceFile } from '../source/source-file';
import { describeSymbol } from '../symbols/describe';
import type { Workspace } from '../workspace';
import { placeAt } from './cursor-place';

/** What `resolve` needs to describe an item. */
interface ItemData {
  readonly kind: 'name' | 'register' | 'csr' | 'part' | 'symbol';
  readonly uri?: string;
}

/** What can be written at an offset. Documentation comes when an item is chosen. */
export function completion(workspace: Workspace, file: SourceFile, offset: number): CompletionItem[] {
  if (file.isComment(offset)) return [];
  const { word, operand, head } = placeAt(file, offset);
  if (word === undefined) return [];
  const range = file.range(word);
  const before = file.text[word.start - 1];
  if (before === '%') return parts(range);
  if (before === '\\') return parametersAt(file, offset, range);
  if (head === undefined) return [...statements(file, range, word.start), ...macros(workspace, file, range)];
  if (head.startsWith('.')) return inDirective(workspace, file, head.toLowerCase(), operand, range);
  const ordered = kindsOf(head, operand);
  const kinds = new Set(ordered);
  return [
    ...(kinds.has('register') || kinds.has('memory') ? registers(range, ordered[0] === 'symbol') : []),
    ...(kinds.has('fence') ? accessSets(range) : []),
    ...(kinds.has('csr') ? controlRegisters(range) : []),
    ...(kinds.has('target') || kinds.has('symbol') ? names(workspace, file, range, ['label', 'common']) : []),
    ...(kinds.has('number') || kinds.has('memory')
      ? [...names(workspace, file, range, ['constant', 'define']), ...systemCallNames(range)]
      : []),
  ];
}

/** What can be an operand of a directive. */
function inDirective(
  workspace: Workspace,
  file: SourceFile,
  directive: string,
  operand: number,
  range: Range,
): CompletionItem[] {
  const words = directiveWords(directive, operand);
  if (words !== undefined) {
    return words.map((word) => item(word, CompletionItemKind.EnumMember, directive, range, { kind: 'name' }));
  }
  if (takesNames(directive, operand)) return names(workspace, file, range, ['label', 'constant', 'common']);
  return [...names(workspace, file, range), ...systemCallNames(range)];
}

/** The parameters of the macro around an offset, behind a backslash. */
function parametersAt(file: SourceFile, offset: number, range: Range): CompletionItem[] {
  const homes = new Set(file.parameters.map(({ home }) => home));
  return [...homes]
    .filter(({ start, end }) => start <= offset && offset <= end)
    .flatMap(({ names, macro, directive }) =>
      names.map((name) =>
        item(name, CompletionItemKind.TypeParameter, `parameter of ${macro || directive}`, range, {
          kind: 'name',
        }),
      ),
    );
}

/** The item with its documentation. */
export function resolveCompletion(workspace: Workspace, item: CompletionItem): CompletionItem {
  const { kind, uri } = (item.data ?? {}) as Partial<ItemData>;
  const value = describe(workspace, kind, item.label, uri);
  return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

function describe(
  workspace: Workspace,
  kind: ItemData['kind'] | undefined,
  label: string,
  uri = '',
): string | undefined {
  switch (kind) {
    case 'name':
      return describeName(label);
    case 'register':
      return describeRegister(label);
    case 'csr':
      return describeCsr(label);
    case 'part':
      return describePart(label.slice(1));
    case 'symbol': {
      const file = workspace.file(uri);
      return file && describeSymbol(workspace, file, label);
    }
    case undefined:
      return undefined;
  }
}

const item = (
  label: string,
  kind: CompletionItemKind,
  detail: string,
  range: Range,
  data: ItemData,
  insert = label,
): CompletionItem => ({
  label,
  kind,
  detail,
  data,
  textEdit: { range, newText: insert },
  ...(insert.includes('${') ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
});

function statements(file: SourceFile, range: Range, start: number): CompletionItem[] {
  const rest = /^[^\n]*/.exec(file.text.slice(start))![0];
  // Operands that are there already are not written again.
  const hasOperands = /^[\w.]*[ \t]+[^\s#]/.test(rest);
  return [
    ...instructions.map(({ name, doc, syntaxes }) =>
      item(
        name,
        CompletionItemKind.Function,
        doc,
        range,
        { kind: 'name' },
        hasOperands ? name : snippet(name, syntaxes[0] ?? ''),
      ),
    ),
    ...[...directives].map(([name, { doc }]) =>
      item(name, CompletionItemKind.Keyword, doc, range, { kind: 'name' }),
    ),
  ];
}

/** `addi ${1:rd}, ${2:rs1}, ${3:imm}` */
function snippet(name: string, syntax: string): string {
  let count = 0;
  const operands = syntax.replace(/\w+/g, (word) => `\${${++count}:${word}}`);
  return operands === '' ? name : `${name.padEnd(7)} ${operands}`;
}

/** @param isUnusual whether something else is wanted first */
const registers = (range: Range, isUnusual: boolean): CompletionItem[] =>
  abiNames.map((name, number) => ({
    ...item(name, CompletionItemKind.Variable, registerRole(number), range, { kind: 'register' }),
    sortText: `${isUnusual ? '~' : '0'}${String(number).padStart(2, '0')}`,
  }));

const accessSets = (range: Range): CompletionItem[] =>
  ['rw', 'r', 'w', 'iorw', 'i', 'o', 'io'].map((set) =>
    item(set, CompletionItemKind.EnumMember, 'i: input, o: output, r: reads, w: writes', range, {
      kind: 'name',
    }),
  );

const controlRegisters = (range: Range): CompletionItem[] =>
  csrs.map(({ name, doc }) => item(name, CompletionItemKind.Property, doc, range, { kind: 'csr' }));

const parts = (range: Range): CompletionItem[] =>
  addressParts.map((name) => ({
    ...item(
      `%${name}`,
      CompletionItemKind.Operator,
      describePart(name)!.replace(/^\*\*.*\*\*: /, ''),
      range,
      { kind: 'part' },
      `${name}(\${1:symbol})`,
    ),
    filterText: name,
  }));

const systemCallNames = (range: Range): CompletionItem[] =>
  systemCalls.map((call) =>
    item(`SYS_${call.name}`, CompletionItemKind.Constant, `${signatureOf(call)}: ${call.doc}`, range, {
      kind: 'name',
    }),
  );

const itemKinds: Readonly<Record<NameKind, CompletionItemKind>> = {
  label: CompletionItemKind.Function,
  constant: CompletionItemKind.Constant,
  define: CompletionItemKind.Constant,
  macro: CompletionItemKind.Snippet,
  common: CompletionItemKind.Variable,
};

function macros(workspace: Workspace, file: SourceFile, range: Range): CompletionItem[] {
  return names(workspace, file, range, ['macro']);
}

/** Names that the source can use: its own, those of its unit, and those that other sources offer. */
function names(
  workspace: Workspace,
  file: SourceFile,
  range: Range,
  kinds: readonly NameKind[] = ['label', 'constant', 'define', 'common'],
): CompletionItem[] {
  const unit = new Set(workspace.unitOf(file));
  const found = new Map<string, CompletionItem>();
  for (const other of [...unit, ...workspace.all.filter((one) => !unit.has(one))]) {
    for (const { name, role, kind } of other.occurrences) {
      if (role !== 'definition' || kind === undefined || !kinds.includes(kind) || found.has(name)) continue;
      if (!unit.has(other) && !other.exports.has(name)) continue;
      const home = other === file ? '' : ` in ${other.uri.split('/').at(-1)}`;
      found.set(name, item(name, itemKinds[kind], kind + home, range, { kind: 'symbol', uri: file.uri }));
    }
  }
  return [...found.values()];
}

/** What the forms of an instruction have at an operand. */
function kindsOf(head: string, operand: number): OperandKind[] {
  const instruction = instructionNamed(head);
  // A macro may take anything.
  if (instruction === undefined) return ['register', 'symbol', 'number'];
  return instruction.syntaxes.flatMap((syntax) => operandPlaces(syntax)[operand]?.kind ?? []);
}
