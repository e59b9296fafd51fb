import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
} from 'vscode-languageserver';
import type { Diagnostic as Mistake, Expansion } from '../../toolchain/assembler/text/diagnostics';
import { foreignProcessor } from '../../base/processor';
import { systemCallAt } from '../knowledge/system-call';
import { Settings } from '../settings';
import type { SourceFile } from '../source/source-file';
import { nameOf, uriOf } from '../uris';
import type { Workspace } from '../workspace';

/** The name under which the editor shows what is said here. */
export const SOURCE = 'trapframe';

/** The code of what is said of an `ecall` without a number. */
export const MISSING_A7 = 'ecall-without-a7';

/** All that the assembler has to say about a source, and what it cannot know: that a system call has no number. */
export function diagnostics(
  workspace: Workspace,
  file: SourceFile,
  { notesOtherProcessors }: Settings = new Settings(),
): Diagnostic[] {
  const processor = foreignProcessor(file.text);
  if (processor !== undefined) return notesOtherProcessors ? [isForeign(processor)] : [];
  const mistakes = workspace.assembly(file).diagnostics;
  const own = mistakes.filter(({ path }) => path === file.key);
  const others = mistakes.filter(
    ({ path, severity, isEnd }) => path !== file.key && (severity === 'error' || isEnd === true),
  );
  return [
    ...own.map((mistake, index) =>
      index < MOST_KEEPERS ? withKeeper(workspace, file, toDiagnostic(mistake)) : toDiagnostic(mistake),
    ),
    ...inIncluded(workspace, file, others),
    ...missingNumbers(file),
  ];
}

/** So many mistakes are looked for in other files: behind the first ones, nobody reads hints. */
const MOST_KEEPERS = 20;

/** What a code action needs to offer a name of another file. */
export interface Keeper {
  readonly uri: string;
  readonly name: string;
}

/** An undefined name that another file has and does not offer: that file is told. */
function withKeeper(workspace: Workspace, file: SourceFile, diagnostic: Diagnostic): Diagnostic {
  const { message } = diagnostic;
  const name = /^undefined symbol '([^'\n]+)'/.exec(
    typeof message === 'string' ? message : message.value,
  )?.[1];
  if (name === undefined) return diagnostic;
  const keepers = workspace.all.filter(
    (other) =>
      other !== file &&
      other.text.includes(name) &&
      other.definitions(name).some(({ kind }) => kind === 'label'),
  );
  const [keeper] = keepers.length === 0 ? [] : workspace.nearest(file, keepers);
  if (keeper === undefined) return diagnostic;
  // No line: the other file may be edited while this is shown.
  const hint = `${nameOf(keeper.key)} has it without .globl ${name}`;
  const data: { hint: string; keeper: Keeper } = { hint, keeper: { uri: keeper.uri, name } };
  return { ...diagnostic, message: `undefined symbol '${name}'\n${hint}`, data };
}

/** Assembly for another processor is no heap of mistakes: that is said once, where the file begins. */
const isForeign = (processor: string): Diagnostic => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  severity: DiagnosticSeverity.Information,
  source: SOURCE,
  message: `This looks like assembly for ${processor}. Trapframe assembles and checks RISC-V.\n(trapframe.assembly.noteOtherProcessors: false takes this note away.)`,
});

/** So many mistakes of an included file are told where it is included. */
const MOST_TOLD = 5;

/** Mistakes in the files that a source includes, which may be open nowhere: one for each file, where it is included. */
function inIncluded(workspace: Workspace, file: SourceFile, mistakes: readonly Mistake[]): Diagnostic[] {
  const byPath = new Map<string, Mistake[]>();
  for (const mistake of mistakes) byPath.set(mistake.path, [...(byPath.get(mistake.path) ?? []), mistake]);
  return [...byPath].flatMap(([path, found]) => {
    const include = workspace.includeOf(file, path);
    if (include === undefined) return [];
    const name = path.split('/').at(-1);
    const [{ line, message, isEnd }, ...more] = found;
    const count = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return {
      range: file.range(include),
      severity: isEnd === true ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
      source: SOURCE,
      message: `${name}, line ${line}: ${message}${count}`,
      relatedInformation: found.slice(0, MOST_TOLD).map((one) => ({
        location: { uri: uriOf(path), range: toDiagnostic(one).range },
        message: one.message,
      })),
    };
  });
}

function missingNumbers(file: SourceFile): Diagnostic[] {
  if (!file.mayMissNumber) return [];
  return file.pieces
    .filter((piece) => piece.kind === 'instruction' && piece.word === 'ecall')
    .filter((piece) => systemCallAt(file, piece).kind === 'missing')
    .map((piece) => ({
      range: file.range(piece.head!),
      severity: DiagnosticSeverity.Warning,
      source: SOURCE,
      code: MISSING_A7,
      message:
        'nothing has set a7: which system call is this?\nwrite li a7, SYS_exit in front of it, for example',
    }));
}

/** Positions of the assembler count from 1, those of the protocol from 0; both count UTF-16 code units. */
function toDiagnostic({ line, column, length, severity, message, hint, chain }: Mistake): Diagnostic {
  const start = { line: line - 1, character: column - 1 };
  return {
    range: { start, end: { line: start.line, character: start.character + length } },
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: SOURCE,
    message: hint === undefined ? message : `${message}\n${hint}`,
    ...(hint === undefined ? {} : { data: { hint } }),
    ...(chain === undefined ? {} : { relatedInformation: chain.map(ofMacro) }),
  };
}

/** The line of a macro's body that a mistake comes from. */
function ofMacro({ macro, path, line, text }: Expansion): DiagnosticRelatedInformation {
  const start = { line: line - 1, character: 0 };
  const end = { line: line - 1, character: text.length };
  return { location: { uri: uriOf(path), range: { start, end } }, message: `in the macro '${macro}'` };
}
