import { Attribute } from '../attributes';
import { childrenOf, type Entry } from '../entries';
import { Tag } from '../tags';
import { sizeOf, type BaseEncoding, type BaseType, type BitField, type EnumerationType } from './model';
import type { Member, Type } from './model';

/** DW_ATE codes (DWARF 5, table 7.11). */
const ENCODINGS: Readonly<Record<number, BaseEncoding>> = {
  0x02: 'boolean',
  0x04: 'float',
  0x05: 'signed',
  0x06: 'signedCharacter',
  0x07: 'unsigned',
  0x08: 'unsignedCharacter',
  0x10: 'unicode',
};

const DW_OP_PLUS_UCONST = 0x23;

export function readBaseType(entry: Entry): BaseType {
  return {
    kind: 'base',
    name: entry.string(Attribute.name) ?? '?',
    size: entry.number(Attribute.byteSize) ?? 0,
    encoding: ENCODINGS[entry.number(Attribute.encoding) ?? 0] ?? 'other',
  };
}

export function readEnumeration(entry: Entry): EnumerationType {
  const values: { name: string; value: bigint }[] = [];
  for (const child of childrenOf(entry)) {
    const value = child.constant(Attribute.constValue);
    if (child.tag !== Tag.enumerator || value === undefined) continue;
    values.push({ name: child.string(Attribute.name) ?? '?', value });
  }
  return {
    kind: 'enumeration',
    name: entry.string(Attribute.name),
    size: entry.number(Attribute.byteSize) ?? 4,
    isSigned: values.some(({ value }) => value < 0n),
    values,
  };
}

/** One dimension of an array. */
export interface Dimension {
  /** How many elements, where the type tells. */
  readonly count: number | undefined;
  /** The entry that says how the number is worked out, where it depends on the moment. */
  readonly bounds: Entry | undefined;
}

/** The dimensions of an array, outermost first; at least one. */
export function readDimensions(entry: Entry): Dimension[] {
  const dimensions: Dimension[] = [];
  for (const child of childrenOf(entry)) {
    if (child.tag !== Tag.subrangeType && child.tag !== Tag.enumerationType) continue;
    const count = readCount(child);
    const isVariable = count === undefined && (child.has(Attribute.count) || child.has(Attribute.upperBound));
    dimensions.push({ count, bounds: isVariable ? child : undefined });
  }
  return dimensions.length > 0 ? dimensions : [{ count: undefined, bounds: undefined }];
}

function readCount(subrange: Entry): number | undefined {
  const count = subrange.number(Attribute.count);
  if (count !== undefined) return count;
  const upper = subrange.constant(Attribute.upperBound);
  if (upper === undefined) return undefined;
  // An array of no elements has the upper bound -1, in whatever form.
  const elements = Number(BigInt.asUintN(64, upper - (subrange.constant(Attribute.lowerBound) ?? 0n) + 1n));
  return Number.isSafeInteger(elements) ? elements : undefined;
}

export function readMember(entry: Entry, type: Type): Member {
  const bits = readBits(entry, type);
  const offset = bits ? Math.floor(bits.offset / 8) : readOffset(entry);
  return { name: entry.string(Attribute.name), type, offset, bits };
}

/** DW_AT_data_member_location: a constant, or in version 2 an expression that adds one. */
function readOffset(entry: Entry): number {
  const block = entry.block(Attribute.dataMemberLocation);
  if (!block) return entry.number(Attribute.dataMemberLocation) ?? 0;
  if (block[0] !== DW_OP_PLUS_UCONST) return 0;
  return block.slice(1, 5).reduce((offset, byte, index) => offset | ((byte & 0x7f) << (7 * index)), 0);
}

/** Versions before 4 count a bit field's offset from the most significant bit of its storage unit. */
function readBits(entry: Entry, type: Type): BitField | undefined {
  const size = entry.number(Attribute.bitSize);
  if (size === undefined) return undefined;
  const start = 8 * readOffset(entry);
  const fromTop = entry.signedConstant(Attribute.bitOffset);
  if (fromTop === undefined) return { offset: start + (entry.number(Attribute.dataBitOffset) ?? 0), size };
  const storage = entry.number(Attribute.byteSize) ?? sizeOf(type) ?? 0;
  return { offset: Math.max(0, start + 8 * storage - Number(fromTop) - size), size };
}
