import { StatementError } from './cursor';
import type { Diagnostics } from './diagnostics';
import { runDirective } from './directives';
import { assembleInstruction } from './instructions';
import { layOut } from './layout';
import { tokenize } from './lexer';
import type { Unit } from './object';
import { parse } from './parser';
import type { Source } from './source';
import type { Statement } from './syntax';
import { UnitBuilder } from './unit-builder';

/** Assembles one source as far as it can be done without the others. What is wrong is reported, the rest is kept. */
export function assembleUnit(source: Source, diagnostics: Diagnostics): Unit {
  const builder = new UnitBuilder(diagnostics);
  for (const statement of parse(tokenize(source, diagnostics), diagnostics)) {
    try {
      assembleStatement(statement, builder);
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      diagnostics.error(error.span, error.message, error.hint);
    }
  }
  builder.finish();
  layOut(builder.sections.all, source, diagnostics);
  return { source, sections: builder.sections.all, symbols: builder.names.symbols };
}

function assembleStatement(statement: Statement, builder: UnitBuilder): void {
  switch (statement.kind) {
    case 'label':
      return builder.names.defineLabel(statement.name);
    case 'assignment':
      return builder.names.assign(statement.name, statement.value, true);
    case 'directive':
      return runDirective(statement, builder);
    case 'instruction':
      return assembleInstruction(statement, builder);
  }
}
