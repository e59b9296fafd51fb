import { type Cursor, StatementError } from '../cursor';
import { Leb128 } from '../gaps';
import type { Span } from '../source';
import type { UnitBuilder } from '../unit-builder';
import { type Directive, directive, expression, optional } from './directive';

const integers = (width: number, doc: string): Directive =>
  directive('value, ...', doc, (unit, cursor) => {
    if (cursor.atEnd) return;
    do unit.data(expression(unit, cursor), width);
    while (cursor.accept(','));
  });

const strings = (terminated: boolean, doc: string): Directive =>
  directive('"text", ...', doc, (unit, cursor) => {
    do {
      const token = cursor.expectKind('string', 'a string in double quotes');
      // Texts without a comma between them are one.
      const ends = terminated && !cursor.at('string');
      unit.bytes(ends ? [...token.bytes!, 0] : token.bytes!, token);
    } while (cursor.accept(',') || cursor.at('string'));
  });

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
  unit.repeat(repeat, Number(width), number, count.span, span);
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
  '.ascii': strings(false, 'The bytes of these texts.'),
  '.asciz': strings(true, 'The bytes of these texts, each with a zero byte behind it.'),
  '.string': strings(true, 'The bytes of these texts, each with a zero byte behind it.'),
  '.uleb128': leb128(false, 'Unsigned numbers, seven bits a byte.'),
  '.sleb128': leb128(true, 'Signed numbers, seven bits a byte.'),
  '.fill': directive('repeat, size, value', 'Some values of 0 to 8 bytes, all the same.', fill),
};
