import type { Macro } from '../macros/macros';
import type { AssemblySymbol, Place, Section, Term } from './object';
import type { Span } from '../text/source';
import type { Statement } from '../statements/syntax';

/** What a name in a source can mean. */
export type Named = AssemblySymbol | Macro;

/** A statement, and the code or data that it made. */
export interface RecordedStatement {
  readonly statement: Statement;
  readonly section: Section;
  readonly from: Place;
  /** Missing when the statement went to another section. */
  readonly to: Place | undefined;
}

/** Notes, while a source is assembled, what an editor wants to know about it. Statements and terms that stand in no file are left out. */
export class SourceNotes {
  readonly statements: RecordedStatement[] = [];
  readonly definitions: { readonly named: Named; readonly span: Span }[] = [];
  readonly references: { readonly named: Named; readonly span: Span }[] = [];
  /** Expressions with their names bound. */
  readonly terms: Term[] = [];
}
