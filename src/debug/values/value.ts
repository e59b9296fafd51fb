import { toUnsigned64 } from '../../base/integers';
import type { EnumerationType, Type } from '../../toolchain/dwarf/types/model';
import { littleEndian, toLittleEndian } from '../memory/address-space';
import { readBytes, writeBytes, type Location, type Space } from './location';
import { ValueProblem } from './problem';
import { scalarOf, type Scalar } from './scalar';
import { C } from './types';

/** Something with a type, and where it is. What it is, is read when that is asked for. */
export interface Value {
  readonly type: Type;
  readonly location: Location;
  /** Of a bit field: from the lowest bit at the location, in bits. */
  readonly field?: { readonly offset: number; readonly size: number };
  /** What its pointers point into; undefined where no memory is near, as for a literal. */
  readonly space?: Space | undefined;
  /** A register, an address, a CSR: shown in hexadecimal, with what it points to. */
  readonly isRaw?: boolean;
  /** Worked out from numbers written in the expression alone. */
  readonly isLiteral?: boolean;
  /** A name of an enumeration's value: in C an `int`, whatever its enumeration is. */
  readonly isEnumerator?: boolean;
  /** Of a label of assembly, which stands for its address: what lies there. */
  readonly contents?: Value | undefined;
  /** It is what lies at a label that was named. */
  readonly isLabelled?: boolean;
  /** Names that mean a value of its type beside it in a comparison, whatever else is called that. */
  readonly words?: ReadonlyMap<string, Value>;
}

const constant = (type: Type, number: bigint): Value => ({ type, location: { kind: 'constant', number } });

export const signed = (value: bigint | number): Value => constant(C.long, BigInt.asIntN(64, BigInt(value)));
/** An address of which nobody says what lies there: a label of assembly. */
export const address = (bits: bigint, space?: Space): Value => ({
  type: C.unsignedLong,
  location: { kind: 'constant', number: toUnsigned64(bits) },
  isRaw: true,
  space,
});
/** A number of some type, brought into its range. */
export const numberAs = (type: Type, number: bigint, space?: Space): Value => ({
  type,
  location: { kind: 'constant', number: inRange(number, scalarOf(type)) },
  space,
});

/** The number that a value stands for: a pointer's address, an enumeration's value. @throws ValueProblem */
export function numberOf(value: Value): bigint {
  const { location, field } = value;
  if (location.kind === 'constant') return location.number;
  const scalar = scalarOf(value.type);
  if (!scalar) throw new ValueProblem('it is not a single number');
  if (field) {
    const whole = littleEndian(readBytes(location, Math.ceil((field.offset + field.size) / 8)));
    const part = whole >> BigInt(field.offset);
    return scalar.isSigned ? BigInt.asIntN(field.size, part) : BigInt.asUintN(field.size, part);
  }
  if (location.kind === 'cell' && scalar.size === 8) {
    const content = location.cell.read();
    if (content !== undefined) return scalar.isSigned ? BigInt.asIntN(64, content) : content;
  }
  return inRange(littleEndian(readBytes(location, scalar.size)), scalar, true);
}

export const isTrue = (value: Value): boolean => numberOf(value) !== 0n;

/** Puts a number where a value is, as C converts it. @throws ValueProblem when that is nowhere or cannot be changed */
export function assignNumber(target: Value, number: bigint): void {
  const scalar = scalarOf(target.type);
  if (!scalar) throw new ValueProblem('it is not a single number');
  const { field, location } = target;
  const converted = inRange(number, scalar);
  if (!field)
    return writeBytes(location, toLittleEndian(BigInt.asUintN(8 * scalar.size, converted), scalar.size));
  const length = Math.ceil((field.offset + field.size) / 8);
  const mask = ((1n << BigInt(field.size)) - 1n) << BigInt(field.offset);
  const old = littleEndian(readBytes(location, length));
  const part = (converted << BigInt(field.offset)) & mask;
  writeBytes(location, toLittleEndian((old & ~mask) | part, length));
}

/** A number as a type holds it: cut to its size, with its sign; for a `_Bool` read from memory, the byte as it is. */
function inRange(number: bigint, scalar: Scalar | undefined, isRead = false): bigint {
  if (!scalar) return number;
  if (scalar.kind === 'boolean' && !isRead) return number === 0n ? 0n : 1n;
  const bits = 8 * scalar.size;
  return scalar.isSigned && scalar.kind !== 'float'
    ? BigInt.asIntN(bits, number)
    : BigInt.asUintN(bits, number);
}

/** An enumeration's name for a number. */
export const enumerator = (type: EnumerationType, number: bigint): string | undefined =>
  type.values.find(({ value }) => value === number)?.name;
