import type { SymbolKind } from '../../elf/types';
import { type Cursor, StatementError } from '../text/cursor';
import { Alignment, Room } from '../unit/tails';
import type { Token } from '../text/lexer';
import { didYouMean } from '../text/near-names';
import type { AssemblySymbol, Term } from '../unit/object';
import { commonSection } from '../unit/section-stack';
import type { AssignmentKind } from '../statements/syntax';
import type { UnitBuilder } from '../unit/unit-builder';
import { assign } from './assign';
import { type Directive, directive, expression, optional, typeWord } from './directive';

const kinds: Readonly<Record<string, SymbolKind>> = {
  function: 'function', object: 'object', notype: 'none', tls_object: 'object', common: 'object', gnu_unique_object: 'object',
  STT_FUNC: 'function', STT_OBJECT: 'object', STT_NOTYPE: 'none',
}; // prettier-ignore

const nameOf = (cursor: Cursor): Token => cursor.expectName('a name');

const forEachName = (doc: string, run: (symbol: AssemblySymbol) => void): Directive =>
  directive('name, ...', doc, (unit, cursor) => {
    do run(unit.names.mention(nameOf(cursor)));
    while (cursor.accept(','));
  });

const assignment = (how: AssignmentKind, doc: string): Directive =>
  directive('name, value', doc, (unit, cursor, span) => {
    const name = nameOf(cursor);
    if (!cursor.at('punctuation', ',') && !cursor.atEnd) {
      const { message } = cursor.unexpected("','");
      const written = span.source.text.slice(span.start, name.end);
      const rest = span.source.text.slice(cursor.peek().start, span.end);
      throw new StatementError(cursor.peek(), message, `write it as ${written}, ${rest}`);
    }
    cursor.expect(',');
    assign(unit, name, expression(unit, cursor), how);
  });

function type(unit: UnitBuilder, cursor: Cursor): void {
  const name = nameOf(cursor);
  // GNU as takes `.type f STT_FUNC` as well.
  cursor.accept(',');
  const token = cursor.peek(cursor.at('punctuation') ? 1 : 0);
  const word = typeWord(cursor);
  const kind = kinds[word];
  if (kind === undefined) {
    throw new StatementError(
      token,
      `'${word}' is not a type of symbol`,
      () => didYouMean(word, Object.keys(kinds))() ?? 'write @function or @object',
    );
  }
  unit.names.mention(name).kind = kind;
}

function size(unit: UnitBuilder, cursor: Cursor): void {
  const name = nameOf(cursor);
  cursor.expect(',');
  unit.names.mention(name).size = unit.names.resolve(expression(unit, cursor));
}

/** `.comm name, size, alignment`: zeros that all sources share which ask for them under that name. */
const common =
  (mayBeShared: boolean): Directive['run'] =>
  (unit, cursor) => {
    const name = nameOf(cursor);
    const symbol = unit.names.mention(name);
    const global = mayBeShared && !symbol.keptLocal;
    cursor.expect(',');
    const length = expression(unit, cursor);
    const alignment = optional(unit, cursor);
    const bytes = unit.names.constantNow(length, 'the size');
    const multiple =
      alignment === undefined ? naturalAlignment(bytes) : unit.names.constantNow(alignment, 'the alignment');
    if (multiple <= 0n || multiple > 65536n || (multiple & (multiple - 1n)) !== 0n) {
      throw new StatementError((alignment ?? length).span, 'the alignment is a power of two up to 65536');
    }
    const count: Term = { kind: 'number', span: length.span, value: bytes };
    // As GNU as does it: what this source keeps for itself lies behind the rest of its zeros.
    unit.sections.push(unit.sections.named(global ? commonSection(name.text) : '.bss'), global ? 0 : 1);
    try {
      unit.section.alignment = Math.max(unit.section.alignment, Number(multiple));
      unit.gap(new Alignment(Number(multiple), undefined, undefined, false), name);
      unit.names.defineLabel(name);
      unit.gap(new Room(count, 0, 32 * 1024 * 1024), name);
    } finally {
      unit.sections.pop();
    }
    symbol.kind = 'object';
    symbol.size = count;
    symbol.common = global;
    symbol.commonAlignment = Number(multiple);
    if (global) symbol.binding = 'global';
  };

const naturalAlignment = (bytes: bigint): bigint =>
  bytes >= 8n ? 8n : bytes >= 4n ? 4n : bytes >= 2n ? 2n : 1n;

/** `.weakref alias, target` */
function weakReference(unit: UnitBuilder, cursor: Cursor): void {
  const name = nameOf(cursor);
  cursor.expect(',');
  const target = nameOf(cursor);
  const symbol = unit.names.mention(target);
  if (!symbol.defined && symbol.binding === 'local') symbol.binding = 'weak';
  unit.names.assign(name, { kind: 'name', span: target, name: target.text }, 'once');
}

const noLibraries = 'No meaning here: there are no shared libraries.';

const global = forEachName('Other sources can use these names.', (symbol) => {
  if (symbol.binding === 'local') symbol.binding = 'global';
});

const shared = directive(
  'name, bytes, alignment',
  'Zeros shared by all sources that ask for the name.',
  common(true),
);
/** `.extern buffer, 4`: sizes have no meaning, here as with GNU as. */
const external = directive('name, ...', 'Another source defines these names.', (unit, cursor) => {
  do {
    if (cursor.at('number')) cursor.next();
    else unit.names.mention(nameOf(cursor));
  } while (cursor.accept(','));
});

export const symbolDirectives: Readonly<Record<string, Directive>> = {
  '.globl': global,
  '.global': global,
  '.xdef': global,
  '.local': forEachName('Only this source can use these names.', (symbol) => {
    symbol.binding = 'local';
    symbol.keptLocal = true;
  }),
  '.weak': forEachName('Other sources can use these names, or define them anew.', (symbol) => {
    symbol.binding = 'weak';
  }),
  '.extern': external,
  '.xref': external,
  '.hidden': forEachName(noLibraries, () => undefined),
  '.protected': forEachName(noLibraries, () => undefined),
  '.internal': forEachName(noLibraries, () => undefined),
  '.weakref': directive(
    'name, other',
    'Another name for a symbol, which need not be defined.',
    weakReference,
  ),
  '.equ': assignment('again', 'Gives a name a value; may be given another one later.'),
  '.set': assignment('again', 'Gives a name a value; may be given another one later.'),
  '.equiv': assignment('once', 'Gives a name a value, once.'),
  '.eqv': assignment(
    'deferred',
    'Gives a name a value, once, which is worked out wherever the name is used.',
  ),
  '.type': directive('name, @function', 'Says whether a name is a function or an object.', type),
  '.size': directive('name, bytes', 'Says how many bytes belong to a name.', size),
  '.comm': shared,
  '.common': shared,
  '.lcomm': directive('name, bytes, alignment', 'Zeros under a name of this source.', common(false)),
};
