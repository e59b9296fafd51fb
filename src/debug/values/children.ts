import { hex } from '../../base/integers';
import { csrName, csrNamed } from '../../isa/csrs';
import {
  memberNamed,
  sizeOf,
  stripped,
  type ArrayType,
  type CompositeType,
  type Member,
  type Type,
} from '../../toolchain/dwarf/types/model';
import { lengthOf } from './array-length';
import { moved } from './location';
import { ValueProblem } from './problem';
import { scalarOf } from './scalar';
import { arrayOf, C } from './types';
import { numberOf, type Value } from './value';

/** A part of a value, and how an expression gets at it. */
export interface Child {
  readonly name: string;
  readonly value: Value;
  /** The expression for it, given that of the whole. */
  readonly expression: (whole: string) => string;
}

/** What a value unfolds into: named members, or elements by index. */
export interface Shape {
  readonly named: number;
  readonly indexed: number;
}

const LEAF: Shape = { named: 0, indexed: 0 };

/** How many parts a value has; none for what is a single thing, or cannot be followed. */
export function shapeOf(value: Value): Shape {
  const plain = stripped(value.type);
  if (value.location.kind === 'unavailable') return LEAF;
  switch (plain.kind) {
    case 'structure':
    case 'union':
      return { named: plain.members.length, indexed: 0 };
    case 'array':
      return { named: 0, indexed: lengthOf(value).count };
    case 'pointer': {
      const target = targetOf(value);
      if (!target) return LEAF;
      const { kind } = stripped(target.type);
      return kind === 'structure' || kind === 'union' ? shapeOf(target) : { named: 1, indexed: 0 };
    }
    default:
      return LEAF;
  }
}

/** What a pointer points to, if that has a size and can be read. */
function targetOf(value: Value): Value | undefined {
  const plain = stripped(value.type);
  const size = plain.kind === 'pointer' ? sizeOf(plain.target) : undefined;
  if (plain.kind !== 'pointer' || size === undefined || size === 0) return undefined;
  try {
    const target = dereference(value);
    const { location } = target;
    return location.kind === 'memory' && location.space.read(location.address, 1) ? target : undefined;
  } catch (error) {
    if (error instanceof ValueProblem) return undefined;
    throw error;
  }
}

/** The parts of a value from the `start`th on; at most `count`. */
export function childrenOf(value: Value, start: number, count: number): Child[] {
  const plain = stripped(value.type);
  switch (plain.kind) {
    case 'structure':
    case 'union':
      return plain.members.slice(start, start + count).map((member) => ({
        name: member.name ?? anonymous(member),
        value: memberValue(value, plain, member),
        // An anonymous member's own members count as the outer structure's.
        expression: (whole) => (member.name === undefined ? whole : `${operand(whole)}.${member.name}`),
      }));
    case 'array': {
      const length = Math.max(0, Math.min(count, (plain.count ?? lengthOf(value).count) - start));
      return Array.from({ length }, (_, index) => ({
        name: `[${start + index}]`,
        value: element(value, BigInt(start + index)),
        expression: (whole) => `${operand(whole)}[${start + index}]`,
      }));
    }
    case 'pointer': {
      const target = targetOf(value);
      if (!target) return [];
      const { kind } = stripped(target.type);
      if (kind !== 'structure' && kind !== 'union') {
        const one = { name: '*', value: target, expression: (whole: string) => `*${operand(whole)}` };
        return [one].slice(start, start + count);
      }
      return childrenOf(target, start, count).map(({ name, value: part }) => ({
        name,
        value: part,
        expression: (whole) => (isMemberName(name) ? `${operand(whole)}->${name}` : `*${operand(whole)}`),
      }));
    }
    default:
      return [];
  }
}

const isMemberName = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);
const anonymous = ({ type }: Member): string => `(${stripped(type).kind})`;
/** An expression that a suffix can be put behind. */
const operand = (text: string): string =>
  /^[$\w]+$/.test(text) || /^[$\w]+((->|\.)\w+|\[\w+\])+$/.test(text) ? text : `(${text})`;

/** A member by name; of a CSR, a field. @throws ValueProblem */
export function member(value: Value, name: string): Value {
  const field = csrField(value, name);
  if (field) return field;
  const plain = stripped(value.type);
  if (plain.kind !== 'structure' && plain.kind !== 'union') {
    throw new ValueProblem(
      plain.kind === 'pointer' ? `it is a pointer: write ->${name}` : `only structures have members`,
    );
  }
  if (plain.size === undefined) throw new ValueProblem('the program only declares this structure');
  const found = memberNamed(plain, name);
  if (!found) throw new ValueProblem(`there is no member ${name}; there are ${someNames(plain)}`);
  return memberValue(value, plain, found);
}

function memberValue(whole: Value, of: CompositeType, { type: own, offset, bits }: Member): Value {
  const { space } = whole;
  const type = isFlexible(of, own) ? arrayOf(own.element, undefined) : own;
  if (!bits) return { type, location: moved(whole.location, offset), space };
  const first = Math.floor(bits.offset / 8);
  return {
    type,
    location: moved(whole.location, first),
    space,
    field: { offset: bits.offset - 8 * first, size: bits.size },
  };
}

/** `char name[]`, or as it was written before C had that, `char name[0]`, at the end of a structure. */
const isFlexible = ({ kind, members }: CompositeType, type: Type): type is ArrayType =>
  type.kind === 'array' && type.count === 0 && kind === 'structure' && members.at(-1)?.type === type;

const MOST_NAMES = 8;

function someNames(type: Type): string {
  const names = memberNames(type);
  return names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ', ...' : '');
}

/** Names of all members, those of anonymous ones included. */
export function memberNames(type: Type, depth = 0): string[] {
  const plain = stripped(type);
  if ((plain.kind !== 'structure' && plain.kind !== 'union') || depth > 16) return [];
  return plain.members.flatMap(({ name, type: inner }) =>
    name === undefined ? memberNames(inner, depth + 1) : [name],
  );
}

/** The name of a field of a CSR as it is written in an expression: `Exception_Code`. */
export const fieldWord = (name: string): string => name.replaceAll(' ', '_');

/** `sstatus.SPP` */
function csrField(value: Value, name: string): Value | undefined {
  const { location } = value;
  if (location.kind !== 'cell' || location.cell.csr === undefined) return undefined;
  const { fields } = csrNamed(csrName(location.cell.csr) ?? '') ?? { fields: [] };
  const field = fields.find((one) => fieldWord(one.name).toLowerCase() === name.toLowerCase());
  if (!field) {
    const names = fields.map((one) => fieldWord(one.name)).join(', ');
    throw new ValueProblem(
      names === '' ? 'this register has no fields' : `there is no field ${name}; there are ${names}`,
    );
  }
  return { type: C.unsignedLong, location, field: { offset: field.low, size: field.width } };
}

/** What a pointer points to, or an array begins with. An untyped number is taken for the address of 8 bytes. @throws ValueProblem */
export function dereference(value: Value): Value {
  return element(value, 0n);
}

/** The element `index` of an array, or behind a pointer. @throws ValueProblem */
export function element(value: Value, index: bigint): Value {
  const plain = stripped(value.type);
  if (plain.kind === 'array') {
    const size = sizeOf(plain.element);
    if (size === undefined) throw new ValueProblem('the size of its elements is not known');
    const offset = index * BigInt(size);
    if (value.location.kind === 'memory') return at(value, plain.element, value.location.address + offset);
    if (index < 0n || (plain.count !== undefined && index >= BigInt(plain.count))) {
      throw new ValueProblem('it is not in memory, and there is nothing behind its end');
    }
    return { type: plain.element, location: moved(value.location, Number(offset)), space: value.space };
  }
  const type =
    plain.kind === 'pointer'
      ? plain.target
      : scalarOf(plain)?.kind === 'integer'
        ? C.unsignedLong
        : undefined;
  if (!type) throw new ValueProblem('it is no pointer and no array');
  const target = stripped(type);
  if (target.kind === 'void') throw new ValueProblem('it points to void: cast it to a type first');
  const size = target.kind === 'function' ? 1 : sizeOf(type);
  if (size === undefined) throw new ValueProblem('the size of what it points to is not known');
  const result = at(value, type, numberOf(value) + index * BigInt(size));
  return plain.kind === 'pointer' ? result : { ...result, isRaw: true };
}

function at(value: Value, type: Type, address: bigint): Value {
  const space =
    value.location.kind === 'memory' && stripped(value.type).kind === 'array'
      ? value.location.space
      : value.space;
  const bits = BigInt.asUintN(64, address);
  if (!space) throw new ValueProblem(`there is no memory to look for ${hex(bits)} in`);
  return { type, location: { kind: 'memory', space, address: bits }, space };
}

/** The address of a value in memory. @throws ValueProblem */
export function addressOf(value: Value): bigint {
  if (value.field) throw new ValueProblem('a bit field has no address');
  if (value.location.kind === 'memory') return value.location.address;
  if (value.location.kind === 'unavailable') throw new ValueProblem(value.location.reason);
  throw new ValueProblem('it is not in memory, so it has no address');
}
