import { type Cursor, StatementError } from '../text/cursor';
import { textIn } from '../text/includes';
import { Lexer, type Token } from '../text/lexer';
import { MacroBody } from '../macros/macro-body';
import type { Argument } from '../macros/macro-pieces';
import { ArgumentReader, type Parameter, scrubbed, substitute } from '../macros/macros';
import { MadeText } from '../text/made-text';
import type { Source, Span } from '../text/source';
import type { UnitBuilder } from '../unit/unit-builder';
import { type Directive, directive, expression, remainder } from './directive';

const repetitions = ['.rept', '.rep', '.irp', '.irep', '.irpc', '.irepc'];

/** `.macro name first, second=default, third:req, rest:vararg` */
function define(unit: UnitBuilder, cursor: Cursor, span: Span): void {
  const parameters: Parameter[] = [];
  let name: Token | undefined;
  let problem: StatementError | undefined;
  try {
    name = cursor.expectKind('name', 'the name of the macro');
    cursor.accept(',');
    while (!cursor.atEnd) {
      parameters.push(parameter(cursor));
      cursor.accept(',');
    }
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    problem = error;
  }
  while (!cursor.atEnd) cursor.next();
  const body = unit.reader.body(['.macro'], ['.endm', '.endmacro'], span);
  if (problem !== undefined) throw problem;
  if (name === undefined) return;
  const twin = parameters.find(
    (one, index) => parameters.findIndex((other) => other.name === one.name) < index,
  );
  if (twin !== undefined) throw new StatementError(span, `two parameters are called '${twin.name}'`);
  const known = unit.macro(name.text);
  if (known !== undefined) {
    throw new StatementError(name, `macro '${name.text}' is defined already`, '.purgem forgets a macro');
  }
  unit.defineMacro({ name: name.text, definition: name, parameters, body });
}

function parameter(cursor: Cursor): Parameter {
  if (cursor.at('punctuation', '(') || cursor.at('punctuation', '%'))
    throw new StatementError(
      cursor.peek(),
      `expected the name of a parameter, but found '${cursor.peek().text}'`,
      'parameters stand without parentheses and %: .macro name a, b; in the body they are \\a and \\b',
    );
  const { text: name } = cursor.expectKind('name', 'the name of a parameter');
  let isRequired = false;
  let takesRest = false;
  if (cursor.accept(':')) {
    const kind = cursor.expectKind('name', 'req or vararg');
    isRequired = kind.text === 'req';
    takesRest = kind.text === 'vararg';
    if (!isRequired && !takesRest)
      throw new StatementError(kind, `a parameter can be :req or :vararg, not :${kind.text}`);
  }
  let byDefault: Argument | undefined;
  if (cursor.at('punctuation', '=')) {
    const { source, end } = cursor.next();
    const reader = new ArgumentReader(source, end, cursor.end);
    byDefault = reader.one();
    cursor.skipTo(byDefault.span.end);
  }
  return { name, isRequired, takesRest, byDefault };
}

/** The body as often as it is asked for, each time read from where it stands. */
function repeat(unit: UnitBuilder, cursor: Cursor, span: Span): void {
  let count = 0n;
  try {
    const times = expression(unit, cursor);
    count = unit.names.constantNow(times, 'the number of times');
    if (count < 0n)
      throw new StatementError(times.span, `the number of times is 0 or more, and this is ${count}`);
    cursor.expectEnd();
  } finally {
    while (!cursor.atEnd) cursor.next();
    const body = unit.reader.body(repetitions, ['.endr'], span);
    unit.reader.repeat(rounds(unit, body, count), span);
  }
}

function* rounds(
  unit: UnitBuilder,
  { source, start, end }: Span,
  count: bigint,
): Generator<Lexer, undefined> {
  for (let round = 0n; round < count; round++) yield new Lexer(source, unit.diagnostics, start, end);
  return undefined;
}

/** `.irp name, value, ...` and `.irpc name, characters` */
const repeatFor =
  (byCharacter: boolean): Directive['run'] =>
  (unit, cursor, span) => {
    const first = cursor.peek();
    const { source } = first;
    const name = first.kind === 'name' ? first.text : undefined;
    const reader = new ArgumentReader(source, first.end, cursor.end, unit.alternate);
    while (!cursor.atEnd) cursor.next();
    const body = unit.reader.body(repetitions, ['.endr'], span);
    if (name === undefined) throw new StatementError(first, 'expected the name that stands for the values');
    const values = byCharacter ? charactersOf(reader) : valuesOf(reader);
    unit.reader.repeat(substituted(unit, body, name, values, span), span);
  };

function valuesOf(reader: ArgumentReader): Argument[] {
  reader.comma();
  const values: Argument[] = [];
  while (!reader.done) values.push(reader.one());
  return values.length === 0 ? [reader.rest()] : values;
}

function charactersOf(reader: ArgumentReader): Argument[] {
  reader.comma();
  const { text, span } = reader.quotedOrRest();
  if (text === '') return [{ text, span }];
  const isCopy = span.end - span.start === text.length;
  const isQuoted = span.source.text[span.start - 1] === '"';
  return [...text].flatMap((character, index) =>
    // Blanks stand for nothing, unless quotes hold them.
    /\s/.test(character) && !isQuoted
      ? []
      : {
          text: character,
          span: isCopy
            ? { source: span.source, start: span.start + index, end: span.start + index + 1 }
            : span,
        },
  );
}

function* substituted(
  unit: UnitBuilder,
  body: Span,
  name: string,
  values: readonly Argument[],
  call: Span,
): Generator<Lexer, undefined> {
  const filledIn = unit.alternate === undefined ? new MacroBody(body, [name]) : undefined;
  for (const value of values) {
    unit.reader.charge(body.end - body.start + value.text.length, call);
    const { path } = body.source;
    const text =
      filledIn === undefined
        ? alternateRound(unit, body, name, value, path, call)
        : filledIn.fill(() => value, unit.macroCount, path, call);
    yield new Lexer(text, unit.diagnostics);
  }
  return undefined;
}

function alternateRound(
  unit: UnitBuilder,
  body: Span,
  name: string,
  value: Argument,
  path: string,
  call: Span,
): Source {
  const text = new MadeText();
  substitute(
    body,
    (parameter) => (parameter === name ? value : undefined),
    { count: unit.macroCount, alternate: unit.alternate! },
    text,
    (piece, span) => text.copy(span, piece),
  );
  return text.finish(path, call);
}

const condition = (holds: (value: bigint) => boolean, doc: string): Directive =>
  directive('value', doc, (unit, cursor, span) => {
    let taken = false;
    try {
      taken = holds(unit.names.condition(expression(unit, cursor)));
      cursor.expectEnd();
    } finally {
      while (!cursor.atEnd) cursor.next();
      unit.reader.beginCondition(taken, span);
    }
  });

const ifDefined = (wanted: boolean, doc: string): Directive =>
  directive('name', doc, (unit, cursor, span) => {
    let taken = false;
    try {
      const name = cursor.expectKind('name', 'a name');
      if (unit.names.isDefined(name.text)) unit.names.mention(name);
      taken = unit.names.isDefined(name.text) === wanted;
      cursor.expectEnd();
    } finally {
      while (!cursor.atEnd) cursor.next();
      unit.reader.beginCondition(taken, span);
    }
  });

const ifBlank = (wanted: boolean, doc: string): Directive =>
  directive('text', doc, (unit, cursor, span) => {
    unit.reader.beginCondition((remainder(cursor).text === '') === wanted, span);
  });

/** Two texts as they stand, quotes and all; of blanks only those count that divide words, and they as one. */
const ifSame = (wanted: boolean, doc: string): Directive =>
  directive('text, text', doc, (unit, cursor, span) => {
    const written = scrubbed(remainder(cursor).text);
    const comma = written.indexOf(',');
    const [first, second] =
      comma < 0 ? [written, undefined] : [written.slice(0, comma), written.slice(comma + 1)];
    unit.reader.beginCondition((first.trim() === second?.trim()) === wanted, span);
    if (second === undefined) throw new StatementError(span, 'expected two texts with a comma between them');
  });

/** Two texts in double quotes. */
const ifSameStrings = (wanted: boolean, doc: string): Directive =>
  directive('"text", "text"', doc, (unit, cursor, span) => {
    let isSame = !wanted;
    try {
      const first = cursor.expectKind('string', 'a string in double quotes');
      cursor.expect(',');
      const second = cursor.expectKind('string', 'a string in double quotes');
      isSame = String(first.bytes) === String(second.bytes);
      cursor.expectEnd();
    } finally {
      while (!cursor.atEnd) cursor.next();
      unit.reader.beginCondition(isSame === wanted, span);
    }
  });

export const unquoted = (text: string): string => (/^(["']).*\1$/.test(text) ? text.slice(1, -1) : text);

function include(unit: UnitBuilder, cursor: Cursor, span: Span): void {
  const name = cursor.expectKind('string', 'the file in quotes');
  cursor.expectEnd();
  const file = unit.includes.find(nameIn(name), unit.reader.file.path, name);
  if (file === undefined) return;
  unit.reader.include(unit.included(file.path, textIn(file.bytes, file.path, name)), span);
}

function includeBytes(unit: UnitBuilder, cursor: Cursor): void {
  const name = cursor.expectKind('string', 'the file in quotes');
  const part = (what: string, otherwise: number): number => {
    if (!cursor.accept(',') || cursor.atEnd || cursor.at('punctuation', ',')) return otherwise;
    const value = expression(unit, cursor);
    const number = unit.names.constantNow(value, what);
    if (number < 0n) throw new StatementError(value.span, `${what} is 0 or more, and this is ${number}`);
    return Number(number);
  };
  const skip = part('the number of bytes to skip', 0);
  const count = part('the number of bytes', Infinity);
  const file = unit.includes.find(nameIn(name), unit.reader.file.path, name);
  if (file === undefined) return;
  const { length } = file.bytes;
  if (skip > length || (count !== Infinity && skip + count > length)) {
    throw new StatementError(name, `${file.path} has ${length} bytes, and more are asked for`);
  }
  unit.bytes(file.bytes.subarray(skip, Math.min(length, skip + count)), name);
}

const nameIn = (token: Token): string => new TextDecoder().decode(Uint8Array.from(token.bytes!));

const alone = (doc: string, run: (unit: UnitBuilder, span: Span) => void): Directive =>
  directive('', doc, (unit, cursor, span) => {
    cursor.expectEnd();
    run(unit, span);
  });

const stray = (opener: string): Directive =>
  directive('', `Ends what ${opener} begins.`, (_unit, _cursor, span) => {
    throw new StatementError(span, `there is no ${opener} for this`);
  });

const forEachValue = directive(
  'name, value, ...',
  'Repeats the text up to .endr for each value: \\name.',
  repeatFor(false),
);
const forEachCharacter = directive(
  'name, characters',
  'Repeats the text up to .endr for each character: \\name.',
  repeatFor(true),
);

const exit = alone('Leaves the macro or repetition here.', (unit, span) => {
  if (!unit.reader.exitMacro()) throw new StatementError(span, '.exitm outside of a macro');
});
const repetition = directive('times', 'Repeats the text up to .endr.', repeat);

export const controlDirectives: Readonly<Record<string, Directive>> = {
  '.macro': directive(
    'name parameter, ...',
    'Begins a macro: the text up to .endm, to be put in wherever the name stands.',
    define,
  ),
  '.endm': stray('.macro'),
  '.endmacro': stray('.macro'),
  '.exitm': exit,
  '.mexit': exit,
  '.altmacro': alone(
    'From here on, parameters of macros stand without a backslash; LOCAL, <text> and %value have a meaning.',
    (unit) => {
      unit.hasAlternateMacros = true;
    },
  ),
  '.noaltmacro': alone('Macros are ordinary ones again.', (unit) => {
    unit.hasAlternateMacros = false;
  }),
  '.purgem': directive('name', 'Forgets a macro.', (unit, cursor) => {
    const name = cursor.expectKind('name', 'the name of a macro');
    if (!unit.forgetMacro(name.text)) throw new StatementError(name, `there is no macro '${name.text}'`);
  }),
  '.rept': repetition,
  '.rep': repetition,
  '.irp': forEachValue,
  '.irep': forEachValue,
  '.irpc': forEachCharacter,
  '.irepc': forEachCharacter,
  '.endr': stray('.rept'),
  '.if': condition(
    (value) => value !== 0n,
    'Assembles the text up to .else or .endif if the value is not 0.',
  ),
  '.ifne': condition((value) => value !== 0n, 'Assembles what follows if the value is not 0.'),
  '.ifeq': condition((value) => value === 0n, 'Assembles what follows if the value is 0.'),
  '.iflt': condition((value) => value < 0n, 'Assembles what follows if the value is below 0.'),
  '.ifle': condition((value) => value <= 0n, 'Assembles what follows if the value is 0 or below.'),
  '.ifgt': condition((value) => value > 0n, 'Assembles what follows if the value is above 0.'),
  '.ifge': condition((value) => value >= 0n, 'Assembles what follows if the value is 0 or above.'),
  '.ifdef': ifDefined(true, 'Assembles what follows if the name is defined above.'),
  '.ifndef': ifDefined(false, 'Assembles what follows if the name is not defined above.'),
  '.ifnotdef': ifDefined(false, 'Assembles what follows if the name is not defined above.'),
  '.ifb': ifBlank(true, 'Assembles what follows if there is no text behind it.'),
  '.ifnb': ifBlank(false, 'Assembles what follows if there is some text behind it.'),
  '.ifc': ifSame(true, 'Assembles what follows if the texts are equal.'),
  '.ifeqs': ifSameStrings(true, 'Assembles what follows if the texts are equal.'),
  '.ifnc': ifSame(false, 'Assembles what follows if the texts differ.'),
  '.ifnes': ifSameStrings(false, 'Assembles what follows if the texts differ.'),
  '.elseif': directive('value', 'Another condition, if none held so far.', (unit, cursor, span) => {
    const rest = cursor.copy();
    while (!cursor.atEnd) cursor.next();
    unit.reader.otherCondition(() => {
      const holds = unit.names.condition(expression(unit, rest)) !== 0n;
      rest.expectEnd();
      return holds;
    }, span);
  }),
  '.else': alone('What follows is for when no condition held.', (unit, span) => unit.reader.otherwise(span)),
  '.endif': alone('Ends the text of .if.', (unit, span) => unit.reader.endCondition(span)),
  '.include': directive('"file"', 'Assembles another file here.', include),
  '.incbin': directive('"file", skip, count', 'The bytes of a file.', includeBytes),
  '.end': directive('', 'Ends the source here.', (unit, cursor) => {
    while (!cursor.atEnd) cursor.next();
    unit.reader.stop();
  }),
};
