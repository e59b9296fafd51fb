import { type Cursor, StatementError } from '../text/cursor';
import { Leb128 } from '../unit/tails';
import { join, type Span } from '../text/source';
import type { Expression } from '../statements/syntax';
import type { UnitBuilder } from '../unit/unit-builder';
import { type Directive, directive, expression, optional } from './directive';

export const integers = (width: number, doc: string): Directive =>
  directive('value, ...', doc, (unit, cursor, span) => {
    if (cursor.atEnd) {
      // A macro may well be called without values for it.
      if (span.source.origin === undefined)
        unit.diagnostics.warning(span, 'there are no values: this makes no bytes');
      return;
    }
    do {
      const value = expression(unit, cursor);
      unit.guarded(value.span, () => unit.data(value, width));
      if (cursor.at('punctuation', ':')) throw repeated(cursor, value, width);
    } while (cursor.accept(','));
  });

/** `.word 0:20`, as other assemblers repeat a value. */
function repeated(cursor: Cursor, value: Expression, width: number): StatementError {
  const text = value.span.source.text.slice(value.span.start, value.span.end);
  const times = cursor.peek(1).text;
  return new StatementError(
    cursor.peek(),
    "':' cannot stand behind a value",
    `.fill ${times}, ${width}, ${text} stores it ${times} times`,
  );
}

/** @param width bytes that each byte of the text becomes */
const strings = (terminated: boolean, doc: string, width = 1): Directive =>
  directive('"text", ...', doc, (unit, cursor) => {
    do {
      const token = cursor.expectKind('string', 'a string in double quotes');
      // Texts without a comma between them are one.
      const ends = terminated && !cursor.at('string');
      const bytes = ends ? [...token.bytes!, 0] : token.bytes!;
      unit.bytes(width === 1 ? bytes : bytes.flatMap((byte) => littleEndian(BigInt(byte), width)), token);
    } while (cursor.accept(',') || cursor.at('string'));
  });

/** @param width number of bytes */
const littleEndian = (value: bigint, width: number): number[] =>
  Array.from({ length: width }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));

/** `.octa`: whole numbers of 16 bytes, which expressions of 64 bits cannot hold. */
function octas(unit: UnitBuilder, cursor: Cursor): void {
  do {
    const start = cursor.peek();
    const isNegative = start.text === '-' && cursor.peek(1).kind === 'number';
    const literal = isNegative ? cursor.peek(1) : start;
    let value = literal.kind === 'number' ? literal.value : undefined;
    if (value === undefined) {
      const other = expression(unit, cursor);
      value = unit.names.constantNow(other, 'the value');
    } else {
      if (isNegative) cursor.next();
      cursor.next();
    }
    if (value >= 1n << 128n || (isNegative && value > 1n << 127n))
      throw new StatementError(literal, `${literal.text} does not fit in 16 bytes`);
    unit.bytes(littleEndian(BigInt.asUintN(128, isNegative ? -value : value), 16), literal);
  } while (cursor.accept(','));
}

/** Numbers with a point or an exponent. The machine has no instructions for them. */
export const floats = (width: 4 | 8, doc: string): Directive =>
  directive('number, ...', doc, (unit, cursor) => {
    do {
      const { text, span } = wordAt(cursor);
      unit.guarded(span, () => unit.bytes(floatBytes(text, width, span), span));
    } while (cursor.accept(','));
  });

/** What stands up to the next comma. */
function wordAt(cursor: Cursor): { readonly text: string; readonly span: Span } {
  const first = cursor.peek();
  let text = '';
  let last = first;
  while (!cursor.atEnd && !cursor.at('punctuation', ',')) text += (last = cursor.next()).text;
  return { text, span: join(first, last) };
}

/** The bits of the floating-point number that is next. @throws StatementError */
export function floatBits(cursor: Cursor, width: 4 | 8): bigint {
  const { text, span } = wordAt(cursor);
  return [...floatBytes(text, width, span)].reduceRight((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}

/** @throws StatementError */
function floatBytes(text: string, width: 4 | 8, span: Span): Uint8Array {
  const view = new DataView(new ArrayBuffer(width));
  const number = floatOf(text, span);
  if (width === 4) view.setFloat32(0, number, true);
  else view.setFloat64(0, number, true);
  const stored = width === 4 ? view.getFloat32(0, true) : number;
  if (!Number.isFinite(stored) && /[0-9]$/.test(text))
    throw new StatementError(span, `${text} does not fit in ${width} bytes`);
  return new Uint8Array(view.buffer);
}

/** `0f1.5` is how GNU as marks such numbers. */
const PREFIX = /^([-+]?)0[fFdDrRsS]/;

/** @throws StatementError */
function floatOf(text: string, span: Span): number {
  const plain = text.replace(PREFIX, '$1');
  if (/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(plain)) return Number(plain);
  const word = /^([-+]?)(inf|infinity|nan)$/i.exec(plain);
  if (word === null) throw new StatementError(span, `expected a number such as -1.5e3, but found '${text}'`);
  if (/^n/i.test(word[2])) return NaN;
  return word[1] === '-' ? -Infinity : Infinity;
}

const leb128 = (signed: boolean, doc: string): Directive =>
  directive('value, ...', doc, (unit, cursor, span) => {
    do {
      const term = unit.names.resolve(expression(unit, cursor));
      const known = unit.names.knownNow(term);
      const bytesOf = (value: bigint): number[] => leb128Bytes(value, signed);
      if (known === undefined) unit.gap(new Leb128(term, bytesOf), span);
      else unit.bytes(bytesOf(known), span);
    } while (cursor.accept(','));
  });

/** DWARF's numbers of variable length. */
function leb128Bytes(value: bigint, signed: boolean): number[] {
  const bytes: number[] = [];
  let rest = signed ? value : BigInt.asUintN(64, value);
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = signed ? rest === (low & 0x40 ? -1n : 0n) : rest === 0n;
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

const LARGEST_FILL = 8;
/** Of the value (Using as, ".fill"). */
const FILL_BITS = 32;

/** `.fill repeat, size, value` */
function fill(unit: UnitBuilder, cursor: Cursor, span: Span): void {
  const count = expression(unit, cursor);
  const size = optional(unit, cursor);
  const value = optional(unit, cursor);
  const width = size === undefined ? 1n : unit.names.constantNow(size, 'the size');
  if (width < 0n || width > BigInt(LARGEST_FILL)) {
    throw new StatementError(size!.span, `the size is from 0 to ${LARGEST_FILL}, and this is ${width}`);
  }
  const repeat = unit.names.constantNow(count, 'the number of times');
  const number = value === undefined ? 0n : unit.names.constantNow(value, 'the value');
  const filled = BigInt.asUintN(FILL_BITS, number);
  if (width > 4n && filled !== number) {
    unit.diagnostics.warning(
      value!.span,
      `.fill takes the lower ${FILL_BITS} bits of the value, and zeros above them`,
      'repeat .dword with .rept for larger values',
    );
  }
  unit.repeat(repeat, Number(width), width > 4n ? filled : number, count.span, span);
}

export const dataDirectives: Readonly<Record<string, Directive>> = {
  '.byte': integers(1, 'Bytes with these values.'),
  '.half': integers(2, 'Halfwords (2 bytes) with these values.'),
  '.short': integers(2, 'Halfwords (2 bytes) with these values.'),
  '.2byte': integers(2, 'Halfwords (2 bytes) with these values.'),
  '.word': integers(4, 'Words (4 bytes) with these values.'),
  '.int': integers(4, 'Words (4 bytes) with these values.'),
  '.long': integers(4, 'Words (4 bytes) with these values.'),
  '.4byte': integers(4, 'Words (4 bytes) with these values.'),
  '.dword': integers(8, 'Doublewords (8 bytes) with these values.'),
  '.quad': integers(8, 'Doublewords (8 bytes) with these values.'),
  '.8byte': integers(8, 'Doublewords (8 bytes) with these values.'),
  '.hword': integers(2, 'Halfwords (2 bytes) with these values.'),
  '.octa': directive('value, ...', 'Numbers of 16 bytes.', octas),
  '.float': floats(4, 'Floating-point numbers of 4 bytes.'),
  '.single': floats(4, 'Floating-point numbers of 4 bytes.'),
  '.double': floats(8, 'Floating-point numbers of 8 bytes.'),
  '.ascii': strings(false, 'The bytes of these texts.'),
  '.asciz': strings(true, 'The bytes of these texts, each with a zero byte behind it.'),
  '.string': strings(true, 'The bytes of these texts, each with a zero byte behind it.'),
  '.string8': strings(true, 'The bytes of these texts, each with a zero byte behind it.'),
  '.string16': strings(true, 'The bytes of these texts as halfwords, each with a zero behind it.', 2),
  '.string32': strings(true, 'The bytes of these texts as words, each with a zero behind it.', 4),
  '.string64': strings(true, 'The bytes of these texts as doublewords, each with a zero behind it.', 8),
  '.uleb128': leb128(false, 'Unsigned numbers, seven bits a byte.'),
  '.sleb128': leb128(true, 'Signed numbers, seven bits a byte.'),
  '.fill': directive('repeat, size, value', 'Some values of 0 to 8 bytes, all the same.', fill),
};
