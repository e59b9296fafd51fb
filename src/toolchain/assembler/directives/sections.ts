import { SectionFlags } from '../../elf/types';
import { type Cursor, StatementError } from '../text/cursor';
import { didYouMean } from '../text/near-names';
import { Section } from '../unit/object';
import { standardSection } from '../unit/section-stack';
import type { Span } from '../text/source';
import type { UnitBuilder } from '../unit/unit-builder';
import { type Directive, directive, expression, typeWord } from './directive';

const flagLetters: Readonly<Record<string, number>> = {
  a: SectionFlags.allocate,
  w: SectionFlags.write,
  x: SectionFlags.execute,
  M: SectionFlags.merge,
  S: SectionFlags.strings,
  // What these ask of a linker has no meaning here: groups, links, sections to keep, to leave out, to handle by the system.
  G: 0,
  '?': 0,
  o: 0,
  R: 0,
  e: 0,
  d: 0,
};

const types: Readonly<Record<string, { noBits: boolean }>> = {
  progbits: { noBits: false },
  nobits: { noBits: true },
  note: { noBits: false },
  init_array: { noBits: false },
  fini_array: { noBits: false },
  preinit_array: { noBits: false },
};
/** Section types of ELF by number (System V ABI, "Sections"). */
const SHT_NOBITS = 8n;

/** `name, "flags", @type, entry size`; all but the name may be missing. */
function named(unit: UnitBuilder, cursor: Cursor): Section {
  const start = cursor.peek();
  const name = sectionName(cursor);
  if (name === '') throw cursor.unexpected('the name of a section');
  const usual = standardSection(name);
  let flags: number | undefined;
  let noBits: boolean | undefined;
  let entrySize = 0;
  if (cursor.accept(',')) {
    flags = sectionFlags(cursor);
    if (cursor.accept(',')) noBits = sectionType(cursor);
    const mayMerge = (flags & SectionFlags.merge) !== 0 && cursor.at('punctuation', ',');
    if (mayMerge && cursor.peek(1).kind === 'number') entrySize = Number(cursor.peek(1).value ?? 0n);
    // The group and how it is linked, a section to lie behind: nothing that changes a program.
    while (cursor.accept(',') || !cursor.atEnd) cursor.next();
  } else if (usual === undefined && !unit.sections.has(name)) {
    const hint = 'write the flags: "a" for data, "aw" for writable data, "ax" for code';
    unit.diagnostics.warning(start, `section ${name} has no flags, so it is not loaded into memory`, hint);
  }
  const section = unit.sections.named(
    name,
    flags === undefined ? undefined : withUsual(flags, usual?.flags),
    noBits,
  );
  if (entrySize >= 1 && entrySize <= LARGEST_ENTRY && section.isEmpty)
    section.entries = { size: entrySize, isText: ((flags ?? 0) & SectionFlags.strings) !== 0 };
  return section;
}

const LARGEST_ENTRY = 64;
const PLAIN = SectionFlags.allocate | SectionFlags.write | SectionFlags.execute;
const withUsual = (flags: number, usual = 0): number => (flags | usual) & PLAIN;

/** Names may have dashes in them, as `.note.GNU-stack` does. */
function sectionName(cursor: Cursor): string {
  if (cursor.at('string')) return cursor.next().text.slice(1, -1);
  let name = '';
  while (!cursor.atEnd && !cursor.at('punctuation', ',')) {
    const token = cursor.next();
    const isPart = token.kind === 'name' || token.kind === 'number' || token.text === '-';
    if (!isPart) throw new StatementError(token, `'${token.text}' cannot be part of a section name`);
    name += token.text;
  }
  return name;
}

function sectionFlags(cursor: Cursor): number {
  const token = cursor.expectKind('string', 'the flags in quotes, such as "aw"');
  const letters = token.text.slice(1, -1);
  if (/^(?:0x[0-9a-fA-F]+|[0-9]+)$/.test(letters)) return Number(letters);
  let flags = 0;
  for (const letter of letters) {
    const flag = flagLetters[letter];
    if (flag === undefined)
      throw new StatementError(token, `'${letter}' is not a section flag`, 'flags: a w x M S');
    flags |= flag;
  }
  return flags;
}

function sectionType(cursor: Cursor): boolean {
  const token = cursor.peek(cursor.at('punctuation') ? 1 : 0);
  if (token.kind === 'number') {
    while (cursor.next() !== token);
    return token.value === SHT_NOBITS;
  }
  const word = typeWord(cursor);
  const type = types[word];
  if (type === undefined) {
    throw new StatementError(token, `'${word}' is not a section type`, didYouMean(word, Object.keys(types)));
  }
  return type.noBits;
}

/** Its number: parts of a section lie in the order of their numbers. */
function subsection(unit: UnitBuilder, cursor: Cursor): number {
  const value = expression(unit, cursor);
  const number = unit.names.constantNow(value, 'the subsection');
  if (number < 0n || number > LARGEST_SUBSECTION) {
    throw new StatementError(value.span, `subsections are numbered from 0 to ${LARGEST_SUBSECTION}`);
  }
  if (number > LARGEST_LIKELY) {
    unit.diagnostics.warning(
      value.span,
      `${value.span.source.text.slice(value.span.start, value.span.end)} is no address here: it numbers a part of the section`,
      'leave it out: where sections lie is decided when the program is linked',
    );
  }
  return Number(number);
}

const LARGEST_SUBSECTION = 0x7fff_ffffn;
/** Nobody has so many parts. */
const LARGEST_LIKELY = 8192n;

const standard = (name: string, doc: string): Directive =>
  directive('subsection', doc, (unit, cursor) => {
    const number = cursor.atEnd ? 0 : subsection(unit, cursor);
    unit.sections.enter(unit.sections.named(name), number);
  });

/** `.struct 0`: labels name offsets, until another section begins. */
const layout = directive(
  'offset',
  'What follows lays out a structure: labels are offsets, from this one on, up to the next section.',
  (unit, cursor) => {
    const start = expression(unit, cursor);
    const offset = Number(unit.names.constantNow(start, 'the offset'));
    if (Math.abs(offset) > LARGEST_OFFSET)
      throw new StatementError(start.span, `the offset is at most ${LARGEST_OFFSET}`);
    unit.sections.enter(new Section('.struct', 0, true, 1, offset));
  },
);

const LARGEST_OFFSET = 1024 * 1024 * 1024;

export const sectionDirectives: Readonly<Record<string, Directive>> = {
  '.text': standard('.text', 'What follows is code.'),
  '.data': standard('.data', 'What follows is writable data.'),
  '.rodata': standard('.rodata', 'What follows is data that cannot be written.'),
  '.bss': standard(
    '.bss',
    'What follows is writable data that starts as zeros and takes no room in the file.',
  ),
  '.section': directive('name, "flags", @type', 'What follows goes into that section.', (unit, cursor) =>
    unit.sections.enter(named(unit, cursor)),
  ),
  '.pushsection': directive(
    'name, "flags", @type',
    'Like .section; .popsection comes back.',
    (unit, cursor) => unit.sections.push(named(unit, cursor)),
  ),
  '.popsection': directive('', 'Back to the section before .pushsection.', (unit, _cursor, span: Span) => {
    if (!unit.sections.pop()) throw new StatementError(span, '.popsection without .pushsection');
  }),
  '.subsection': directive('number', 'What follows goes into that part of the section.', (unit, cursor) => {
    unit.sections.enter(unit.section, subsection(unit, cursor));
  }),
  '.struct': layout,
  '.offset': layout,
  '.previous': directive('', 'Back to the section before this one.', (unit) =>
    unit.sections.swapWithPrevious(),
  ),
};
