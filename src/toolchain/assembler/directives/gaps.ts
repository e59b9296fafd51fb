import { SectionFlags } from '../../elf/types';
import { type Cursor, StatementError } from '../text/cursor';
import { Alignment, Origin, Room } from '../unit/tails';
import type { Span } from '../text/source';
import type { Expression } from '../statements/syntax';
import type { UnitBuilder } from '../unit/unit-builder';
import { type Directive, directive, expression, optional } from './directive';

const LARGEST_POWER = 16n;
const LARGEST_ROOM = 32 * 1024 * 1024;

function align(
  unit: UnitBuilder,
  cursor: Cursor,
  span: Span,
  toBytes: (value: bigint, span: Span) => bigint,
  width: number,
): void {
  const wanted = expression(unit, cursor);
  const fill = optional(unit, cursor);
  const maximum = optional(unit, cursor);
  const alignment = Number(toBytes(unit.names.constantNow(wanted, 'the alignment'), wanted.span));
  const filler = fill && { value: unit.names.constantNow(fill, 'the fill value'), width, span: fill.span };
  const most =
    maximum === undefined
      ? undefined
      : Number(unit.names.constantNow(maximum, 'the largest number of bytes'));
  const { section } = unit;
  section.alignment = Math.max(section.alignment, alignment);
  const inCode = (section.flags & SectionFlags.execute) !== 0;
  unit.gap(new Alignment(alignment, filler, most, inCode), span);
}

function powerOfTwo(value: bigint, span: Span): bigint {
  if (value >= 0n && value <= LARGEST_POWER) return 1n << value;
  throw new StatementError(
    span,
    `the alignment is 2 to the power of 0 to ${LARGEST_POWER}, and this is ${value}`,
    '.balign takes a number of bytes',
  );
}

function bytes(value: bigint, span: Span): bigint {
  const largest = 1n << LARGEST_POWER;
  if (value === 0n) return 1n;
  if (value > 0n && value <= largest && (value & (value - 1n)) === 0n) return value;
  throw new StatementError(span, `the alignment is a power of two up to ${largest}, and this is ${value}`);
}

/** The byte to fill with that may follow. */
function fillByte(unit: UnitBuilder, cursor: Cursor): number | undefined {
  const fill = optional(unit, cursor);
  return fill && Number(BigInt.asUintN(8, unit.names.constantNow(fill, 'the fill value')));
}

function room(unit: UnitBuilder, cursor: Cursor, span: Span): void {
  const written = expression(unit, cursor);
  const count = unit.names.resolve(written);
  const unknown = (): StatementError =>
    unit.names.unknown(written, 'the number of bytes must be a number known in this source');
  const place = cursor.peek(1);
  const byte = fillByte(unit, cursor) ?? 0;
  if (unit.section.noBits && byte !== 0) {
    throw new StatementError(place, `section ${unit.section.name} holds only zeros`);
  }
  unit.gap(new Room(count, byte, LARGEST_ROOM, unknown), span);
}

/** Goes on at an offset in the section, with `fill` in between. @throws StatementError */
export function origin(unit: UnitBuilder, offset: Expression, fill: number, span: Span): void {
  unit.gap(new Origin(unit.names.resolve(offset), fill, unit.section, LARGEST_ROOM), span);
}

const filled = ['', '', ', filled with halfwords', '', ', filled with words'] as const;

const byPower = (width: 1 | 2 | 4): Directive =>
  directive(
    'power, fill, largest',
    `Goes on at the next multiple of 2 to that power${filled[width]}.`,
    (unit, cursor, span) => align(unit, cursor, span, powerOfTwo, width),
  );
const byBytes = (width: 1 | 2 | 4): Directive =>
  directive(
    'bytes, fill, largest',
    `Goes on at the next multiple of that many bytes${filled[width]}.`,
    (unit, cursor, span) => align(unit, cursor, span, bytes, width),
  );
const bySize = directive('bytes, fill', 'Leaves room for that many bytes, zeros or the fill value.', room);

export const gapDirectives: Readonly<Record<string, Directive>> = {
  '.align': byPower(1),
  '.p2align': byPower(1),
  '.p2alignw': byPower(2),
  '.p2alignl': byPower(4),
  '.balign': byBytes(1),
  '.balignw': byBytes(2),
  '.balignl': byBytes(4),
  '.zero': bySize,
  '.skip': bySize,
  '.space': bySize,
  '.org': directive('offset, fill', 'Goes on at that offset in the section.', (unit, cursor, span) =>
    origin(unit, expression(unit, cursor), fillByte(unit, cursor) ?? 0, span),
  ),
};
