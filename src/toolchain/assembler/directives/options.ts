import { type Cursor, StatementError } from '../text/cursor';
import { didYouMean } from '../text/near-names';
import type { Span } from '../text/source';
import type { UnitBuilder } from '../unit/unit-builder';
import { type Directive, directive } from './directive';

/** Options that change nothing for this assembler: it does not relax, and makes no shared libraries. */
const harmless = ['relax', 'norelax', 'csr-check', 'no-csr-check', 'arch'];

const effective: Readonly<Record<string, (unit: UnitBuilder, span: Span) => void>> = {
  rvc: (unit) => {
    unit.compresses = true;
  },
  norvc: (unit) => {
    unit.compresses = false;
  },
  pic: (unit) => {
    unit.isPositionIndependent = true;
  },
  nopic: (unit) => {
    unit.isPositionIndependent = false;
  },
  push: (unit) => unit.pushOptions(),
  pop: (unit, span) => {
    if (!unit.popOptions()) throw new StatementError(span, '.option pop without .option push');
  },
};
const known = [...new Set([...Object.keys(effective), ...harmless])];

/** Every word behind `.option`. */
export const optionNames: readonly string[] = known;

function option(unit: UnitBuilder, cursor: Cursor): void {
  const first = cursor.expectKind('name', 'an option such as norvc');
  if (first.text === 'arch') {
    architecture(unit, cursor);
    return;
  }
  let word = first.text;
  while (!cursor.atEnd && !cursor.at('punctuation', ',')) word += cursor.next().text;
  if (!known.includes(word)) {
    throw new StatementError(
      first,
      `unknown option '${word}'`,
      () => didYouMean(word, known)() ?? `known: ${known.join(' ')}`,
    );
  }
  effective[word]?.(unit, first);
  while (!cursor.atEnd) cursor.next();
}

/** `.option arch, +c`, `.option arch, rv64ima` */
function architecture(unit: UnitBuilder, cursor: Cursor): void {
  while (cursor.accept(',')) {
    let word = '';
    while (!cursor.atEnd && !cursor.at('punctuation', ',')) word += cursor.next().text;
    if (/^[+-]/.test(word)) unit.compresses = /^\+c/.test(word) || (unit.compresses && !/^-c/.test(word));
    else unit.compresses = hasCompression(word);
  }
}

/** `rv64imac_zicsr`, with or without versions: `rv64i2p1_m2p0_c2p0`. */
const hasCompression = (architecture: string): boolean =>
  /^rv(?:32|64)[a-bd-y]*c/.test(architecture.replace(/[0-9]+p[0-9]+_?/g, ''));

function attribute(unit: UnitBuilder, cursor: Cursor): void {
  const isArchitecture =
    cursor.at('name', 'arch') || cursor.at('name', 'Tag_RISCV_arch') || cursor.at('number', '5');
  if (isArchitecture) {
    cursor.next();
    cursor.expect(',');
    const { text } = cursor.expectKind('string', 'the architecture in quotes');
    unit.compresses = hasCompression(text.slice(1, -1));
  }
  while (!cursor.atEnd) cursor.next();
}

const accepted = (doc: string): Directive =>
  directive('...', doc, (_unit, cursor) => {
    while (!cursor.atEnd) cursor.next();
  });

/** What compilers write and programs do not need. */
export const optionDirectives: Readonly<Record<string, Directive>> = {
  '.option': directive(
    'name',
    'rvc: compress instructions from here on; norvc: do not; push and pop: keep and restore that.',
    option,
  ),
  '.file': accepted('The source that a compiler had; not used.'),
  '.loc': accepted('A line of the source that a compiler had; not used.'),
  '.ident': accepted('Who made this source; not used.'),
  '.attribute': directive(
    'arch, "rv64imac"',
    'Which instructions are used: with c, they are compressed.',
    attribute,
  ),
  '.version': accepted('Who made this source; not used.'),
  '.gnu_attribute': accepted('What a compiler says to a linker; not used.'),
  '.symver': accepted('A version of a name in a shared library; not used.'),
  '.variant_cc': accepted('How a name of a shared library is called; not used.'),
  '.line': accepted('A line of the source that a compiler had; not used.'),
  ...Object.fromEntries(
    [
      'list',
      'nolist',
      'eject',
      'psize',
      'title',
      'ttl',
      'sbttl',
      'page',
      'plen',
      'llen',
      'format',
      'noformat',
      'spc',
    ].map((name) => [`.${name}`, accepted('Part of a listing; there is none.')]),
  ),
  '.func': accepted('Where a function begins, for a debugger; not used.'),
  '.endfunc': accepted('Where a function ends, for a debugger; not used.'),
  '.addrsig': accepted('Not used.'),
  '.addrsig_sym': accepted('Not used.'),
};
