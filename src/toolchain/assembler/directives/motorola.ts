import { floatBits, floats, integers } from './data';
import { type Directive, directive, expression, optional } from './directive';

/**
 * Data under the names that Motorola's assemblers gave it: `.dc` defines a constant, `.dcb` a block of them, `.ds` leaves
 * room (Using as, ".dc", ".dcb", ".ds").
 */
const block = (width: number): Directive =>
  directive('count, value', `That many values of ${inBytes(width)}, all the same.`, (unit, cursor, span) => {
    const count = expression(unit, cursor);
    const value = optional(unit, cursor);
    const times = unit.names.constantNow(count, 'the number of times');
    const number = value === undefined ? 0n : unit.names.constantNow(value, 'the value');
    unit.repeat(times, width, number, count.span, span);
  });

const floatBlock = (width: 4 | 8): Directive =>
  directive(
    'count, number',
    `That many floating-point numbers of ${inBytes(width)}, all the same.`,
    (unit, cursor, span) => {
      const count = expression(unit, cursor);
      cursor.expect(',');
      const times = unit.names.constantNow(count, 'the number of times');
      unit.repeat(times, width, floatBits(cursor, width), count.span, span);
    },
  );

const inBytes = (width: number): string => `${width} byte${width === 1 ? '' : 's'}`;

export const motorolaDirectives: Readonly<Record<string, Directive>> = {
  '.dc': integers(2, 'Halfwords (2 bytes) with these values.'),
  '.dc.a': integers(8, 'Addresses (8 bytes) with these values.'),
  '.dc.b': integers(1, 'Bytes with these values.'),
  '.dc.w': integers(2, 'Halfwords (2 bytes) with these values.'),
  '.dc.l': integers(4, 'Words (4 bytes) with these values.'),
  '.dc.s': floats(4, 'Floating-point numbers of 4 bytes.'),
  '.dc.d': floats(8, 'Floating-point numbers of 8 bytes.'),
  '.dcb': block(2),
  '.dcb.b': block(1),
  '.dcb.w': block(2),
  '.dcb.l': block(4),
  '.dcb.s': floatBlock(4),
  '.dcb.d': floatBlock(8),
  '.ds': block(2),
  '.ds.b': block(1),
  '.ds.w': block(2),
  '.ds.l': block(4),
  '.ds.s': block(4),
  '.ds.d': block(8),
};
