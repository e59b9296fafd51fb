import type { Entry } from '../entries';

/**
 * The types of a program, as a debugger needs them: sizes in bytes, offsets of members. Targets and
 * members are read when they are first looked at; types may refer to themselves through them.
 */
export type Type =
  | VoidType
  | BaseType
  | PointerType
  | CompositeType
  | EnumerationType
  | ArrayType
  | TypedefType
  | QualifiedType
  | FunctionType
  | UnspecifiedType;

export interface VoidType {
  readonly kind: 'void';
}

export type BaseEncoding =
  'signed' | 'unsigned' | 'boolean' | 'signedCharacter' | 'unsignedCharacter' | 'unicode' | 'float' | 'other';

export interface BaseType {
  readonly kind: 'base';
  readonly name: string;
  readonly size: number;
  readonly encoding: BaseEncoding;
}

export interface PointerType {
  readonly kind: 'pointer';
  readonly size: number;
  readonly target: Type;
}

export interface CompositeType {
  readonly kind: 'structure' | 'union';
  /** Undefined for an anonymous one. */
  readonly name: string | undefined;
  /** Undefined when the program only declares it. */
  readonly size: number | undefined;
  readonly members: readonly Member[];
}

export interface Member {
  /** Undefined for an anonymous structure or union, whose members count as members of the outer one. */
  readonly name: string | undefined;
  readonly type: Type;
  /** From the start of the structure; of a bit field, of the byte that has its lowest bit. */
  readonly offset: number;
  readonly bits: BitField | undefined;
}

export interface BitField {
  /** The lowest bit of the field, counted from bit 0 of the structure's first byte (little endian). */
  readonly offset: number;
  readonly size: number;
}

export interface EnumerationType {
  readonly kind: 'enumeration';
  readonly name: string | undefined;
  readonly size: number;
  readonly isSigned: boolean;
  readonly values: readonly { readonly name: string; readonly value: bigint }[];
}

/** An array of several dimensions is an array of arrays. */
export interface ArrayType {
  readonly kind: 'array';
  readonly element: Type;
  /** Undefined when the type does not tell: `extern int a[]`, variable length. */
  readonly count: number | undefined;
  /** Of variable length: the entry that says how the length is worked out in a frame. */
  readonly bounds?: Entry;
}

export interface TypedefType {
  readonly kind: 'typedef';
  readonly name: string;
  readonly target: Type;
}

export interface QualifiedType {
  readonly kind: 'qualified';
  readonly qualifier: 'const' | 'volatile' | 'restrict' | '_Atomic';
  readonly target: Type;
}

export interface FunctionType {
  readonly kind: 'function';
  readonly result: Type;
  readonly parameters: readonly Type[];
  readonly isVariadic: boolean;
}

/** A type that this reader does not know or cannot read. */
export interface UnspecifiedType {
  readonly kind: 'unspecified';
  readonly name: string;
}

/** Types in damaged debug information may contain themselves. */
const LONGEST_CHAIN = 64;

/** The type behind typedefs and qualifiers. */
export function stripped(type: Type): Exclude<Type, TypedefType | QualifiedType> {
  for (let count = 0; count < LONGEST_CHAIN; count++) {
    if (type.kind !== 'typedef' && type.kind !== 'qualified') return type;
    type = type.target;
  }
  return { kind: 'unspecified', name: '?' };
}

/** The size in bytes of a value of the type, or undefined when it has none. */
export function sizeOf(type: Type): number | undefined {
  let factor = 1;
  for (let count = 0; count < LONGEST_CHAIN; count++) {
    const plain = stripped(type);
    if (plain.kind !== 'array') {
      const size = 'size' in plain && plain.size !== undefined ? factor * plain.size : undefined;
      // Damaged debug information has arrays of arrays that no memory holds.
      return Number.isSafeInteger(size) ? size : undefined;
    }
    if (plain.count === undefined) return undefined;
    factor *= plain.count;
    type = plain.element;
  }
  return undefined;
}

/** A member by name, those of anonymous members included; its offset is from the start of `type`. */
export function memberNamed(type: Type, name: string, depth = 0): Member | undefined {
  const composite = stripped(type);
  if ((composite.kind !== 'structure' && composite.kind !== 'union') || depth > LONGEST_CHAIN)
    return undefined;
  for (const member of composite.members) {
    if (member.name === name) return member;
    if (member.name !== undefined) continue;
    const inner = memberNamed(member.type, name, depth + 1);
    if (inner) return moved(inner, member.offset);
  }
  return undefined;
}

function moved(member: Member, by: number): Member {
  const { bits } = member;
  return {
    ...member,
    offset: member.offset + by,
    bits: bits && { offset: bits.offset + 8 * by, size: bits.size },
  };
}
