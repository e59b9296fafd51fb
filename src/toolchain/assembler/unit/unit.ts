import { assign } from '../directives/assign';
import { Cursor, StatementError } from '../text/cursor';
import type { Diagnostics } from '../text/diagnostics';
import { runDirective } from '../directives/directives';
import { firstByte } from '../text/encoding';
import { Includes } from '../text/includes';
import { assembleInstruction } from '../instructions/instructions';
import { mistakenOperands } from '../instructions/mistaken-operands';
import { layOut } from './layout';
import { expansion } from '../macros/macros';
import type { Unit } from './object';
import { parseLabel, parseStatement } from '../statements/parser';
import { reportPreprocessorLines } from '../preprocessor/mistaken';
import { preprocess } from '../preprocessor/preprocess';
import type { SourceNotes } from './source-notes';
import type { Token } from '../text/lexer';
import { strangeCharacter } from '../text/near-names';
import { inFile, type Source, type Span } from '../text/source';
import { startUpPath } from '../link/start-up';
import type { Statement } from '../statements/syntax';
import { UnitBuilder } from './unit-builder';

/** Assembles one source as far as it can be done without the others. What is wrong is reported, the rest is kept. */
export function assembleUnit(
  source: Source,
  diagnostics: Diagnostics,
  includes = new Includes(),
  compresses = false,
  record?: SourceNotes,
): Unit {
  const builder = new UnitBuilder(source, diagnostics, includes, compresses, record);
  const start: Span = { source, start: 0, end: 0 };
  builder.guarded(start, () => {
    const text = textOf(source, diagnostics, includes, (names) => (builder.names.ofPreprocessor = names));
    builder.reader.include(text, start);
    assembleStatements(builder);
  });
  builder.guarded(start, () => builder.finish());
  builder.guarded(start, () => layOut(builder.sections.all, source, diagnostics));
  return {
    source,
    sections: builder.sections.all,
    symbols: builder.names.symbols,
    preprocessorNames: builder.names.ofPreprocessor,
    hasCompressed: builder.hasCompressed,
  };
}

/** Once, of a source that is not UTF-8: so nobody wonders what became of its letters. */
function reportEncoding(source: Source, diagnostics: Diagnostics): void {
  const at = firstByte(source.text);
  if (at < 0) return;
  diagnostics.warning(
    { source, start: at, end: at + 1 },
    'this file is not UTF-8: bytes of strings and comments are taken as they are',
    'save it as UTF-8 if letters come out wrong',
  );
}

/** What is assembled: a `.S` file as the C preprocessor leaves it. */
function textOf(
  source: Source,
  diagnostics: Diagnostics,
  includes: Includes,
  tell: (names: readonly string[]) => void,
): Source {
  reportEncoding(source, diagnostics);
  if (source.path.endsWith('.S') && source.path !== startUpPath)
    return preprocess(source, diagnostics, includes, tell);
  if (/\.(?:s|asm)$/.test(source.path)) reportPreprocessorLines(source, diagnostics);
  return source;
}

function assembleStatements(builder: UnitBuilder): void {
  const { reader, diagnostics } = builder;
  const mistaken: Parameters<typeof parseStatement>[3] = (name, error) =>
    mistakenOperands(name, error, builder.macroNames);
  for (let tokens = reader.next(); tokens !== undefined; tokens = reader.next()) {
    const cursor = new Cursor(tokens);
    const run = (): void => {
      for (let label = parseLabel(cursor); label !== undefined; label = parseLabel(cursor)) {
        recorded(label, builder);
      }
      const statement = parseStatement(cursor, diagnostics, builder.isMacro, mistaken);
      if (statement !== undefined) recorded(statement, builder);
    };
    builder.guarded(tokens[0], () => {
      try {
        run();
      } catch (error) {
        throw withStrangeCharacter(error, tokens);
      }
    });
  }
}

/** A mistake in a line with characters that only look like plain ones comes from these. */
function withStrangeCharacter(error: unknown, tokens: readonly Token[]): unknown {
  if (!(error instanceof StatementError)) return error;
  for (const { kind, text } of tokens) {
    const hint = kind === 'string' ? undefined : strangeCharacter(text);
    if (hint !== undefined) return new StatementError(error.span, error.message, hint);
  }
  return error;
}

function recorded(statement: Statement, builder: UnitBuilder): void {
  const { record, section } = builder;
  if (record === undefined) return assembleStatement(statement, builder);
  const { part } = section;
  const from = section.here;
  try {
    assembleStatement(statement, builder);
  } finally {
    const to = builder.section === section && section.part === part ? section.here : undefined;
    // What macros make stands nowhere: nobody can point at it.
    if (inFile(statement.span).exact) record.statements.push({ statement, section, from, to });
  }
}

function assembleStatement(statement: Statement, builder: UnitBuilder): void {
  switch (statement.kind) {
    case 'label':
      return builder.guarded(statement.name, () => builder.names.defineLabel(statement.name));
    case 'assignment':
      return assign(builder, statement.name, statement.value, statement.how);
    case 'directive':
      return runDirective(statement, builder);
    case 'instruction':
      return assembleInstruction(statement, builder);
    case 'call':
      return callMacro(statement, builder);
  }
}

function callMacro({ name, span, end }: Extract<Statement, { kind: 'call' }>, builder: UnitBuilder): void {
  const macro = builder.macro(name.text)!;
  builder.record?.references.push({ named: macro, span: name });
  builder.reader.expand(expansion(macro, span, name.end, end, builder.macroCount++, builder.alternate), span);
}
