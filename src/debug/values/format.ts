import { decimalOf, floatFormat } from '../../base/ieee754';
import { hex, toSigned64, toUnsigned64 } from '../../base/integers';
import { csrName, csrNamed } from '../../isa/csrs';
import { sizeOf, stripped, type EnumerationType, type Type } from '../../toolchain/dwarf/types/model';
import { littleEndian } from '../memory/address-space';
import { lengthOf } from './array-length';
import { childrenOf } from './children';
import { readBytes, type Space } from './location';
import { ValueProblem } from './problem';
import { scalarOf, type Scalar } from './scalar';
import { quoteCharacter, quoteText, readString, textIn } from './strings';
import { C } from './types';
import { enumerator, numberOf, type Value } from './value';

export interface Format {
  /** Numbers in hexadecimal. */
  readonly hex?: boolean;
  /** All of it, however long: for the clipboard. */
  readonly whole?: boolean;
}

/** How much of a structure or array stands on one line. */
const SHORT = { members: 8, depth: 2, text: 200 };
const WHOLE = { members: 4096, depth: 16, text: 1 << 16 };

/** A value as C spells it, on one line; in place of what cannot be read the reason, in `<>`. */
export function show(value: Value, format: Format = {}, depth = 0): string {
  try {
    return shown(value, format, depth);
  } catch (error) {
    if (error instanceof ValueProblem) return `<${error.message}>`;
    throw error;
  }
}

function shown(value: Value, format: Format, depth: number): string {
  if (value.location.kind === 'unavailable') return `<${value.location.reason}>`;
  const plain = stripped(value.type);
  const scalar = scalarOf(value.type);
  if (scalar) return showScalar(value, scalar, plain, format, depth);
  switch (plain.kind) {
    case 'structure':
    case 'union':
      return showMembers(value, format, depth);
    case 'array':
      return showArray(value, plain.element, format, depth);
    case 'function': {
      const { location } = value;
      return location.kind === 'memory' ? showAddress(location.address, location.space) : '{…}';
    }
    case 'void':
      return 'void';
    default: {
      const size = sizeOf(plain);
      if (size === undefined || size > 16) return '{…}';
      return hex128(littleEndian(readBytes(value.location, size)));
    }
  }
}

function showScalar(value: Value, scalar: Scalar, type: Type, format: Format, depth: number): string {
  const number = numberOf(value);
  switch (scalar.kind) {
    case 'boolean':
      return number === 0n ? 'false' : number === 1n ? 'true' : `${number} (no bool: neither 0 nor 1)`;
    case 'float':
      return showFloat(number, scalar.size);
    case 'enumeration':
      return showEnumeration(type as EnumerationType, number, format);
    case 'pointer':
      return showPointer(value, number, type, format, depth);
    case 'character': {
      const code = BigInt.asUintN(8 * scalar.size, number);
      return `${showInteger(number, scalar, format)} ${quoteCharacter(Number(code))}`;
    }
    case 'integer':
      if (value.isRaw) return showRaw(number, value.space);
      return withMeaning(value, number, showInteger(number, scalar, format));
  }
}

const showInteger = (number: bigint, { size }: Scalar, { hex: isHex }: Format): string =>
  isHex ? hex128(BigInt.asUintN(8 * size, number)) : number.toString();

const hex128 = (number: bigint): string => `0x${number.toString(16)}`;

/** Larger numbers read better in hexadecimal alone. */
const SMALL = 100_000n;

/** Fewer printable bytes are more often a number: a counter of 12,129 reads `a/`. */
const SHORTEST_TEXT = 4;

/** A register's content: one number first, then what else it may mean: `0x6 (6)`, `0x1040 <message> "hello\n"`. */
function showRaw(number: bigint, space: Space | undefined): string {
  const bits = toUnsigned64(number);
  // A program may begin at 0, but a 0 in a register means that seldom.
  const name = bits === 0n ? undefined : space?.nameOf(bits);
  const text = space && bits !== 0n && !space.isCode(bits) ? textIn(space, bits, SHORTEST_TEXT) : undefined;
  if (name !== undefined || text !== undefined) {
    return [
      hex(bits),
      ...(name === undefined ? [] : [`<${name}>`]),
      ...(text === undefined ? [] : [text]),
    ].join(' ');
  }
  const signed = toSigned64(bits);
  const isWorthSaying = signed > -SMALL && signed < SMALL && (signed < 0n || signed > 9n);
  return isWorthSaying ? `${hex(bits)} (${signed})` : hex(bits);
}

const showAddress = (address: bigint, space: Space | undefined): string => {
  const name = address === 0n ? undefined : space?.nameOf(address);
  return name === undefined ? hex(address) : `${hex(address)} <${name}>`;
};

function showPointer(value: Value, number: bigint, type: Type, format: Format, depth: number): string {
  const { space } = value;
  const target = type.kind === 'pointer' ? stripped(type.target) : undefined;
  const text = showAddress(number, space);
  if (number === 0n || !space || !target || !isText(target)) return text;
  const limits = format.whole ? WHOLE : SHORT;
  const string = readString(space, number, depth === 0 ? limits.text : SHORT.text / 4);
  return string === undefined ? `${text} <unreadable>` : `${text} ${string}`;
}

const isText = (type: Type): boolean => scalarOf(type)?.kind === 'character';

function showEnumeration(type: EnumerationType, number: bigint, format: Format): string {
  const name = enumerator(type, number);
  const digits = format.hex ? hex128(BigInt.asUintN(8 * type.size, number)) : number.toString();
  if (name !== undefined) return format.hex ? `${name} (${digits})` : name;
  const flags = flagsOf(type, number);
  return flags === undefined
    ? `${digits} (no ${type.name === undefined ? 'value' : `enum ${type.name}`} has this number)`
    : `${flags} (${digits})`;
}

/** Of an enumeration whose values are single bits: those that are set. */
function flagsOf(type: EnumerationType, number: bigint): string | undefined {
  const isFlags = type.values.every(({ value }) => value >= 0n && (value & (value - 1n)) === 0n);
  if (!isFlags || number <= 0n) return undefined;
  const set = type.values.filter(({ value }) => value !== 0n && (number & value) === value);
  const rest = set.reduce((left, { value }) => left & ~value, number);
  return rest === 0n ? set.map(({ name }) => name).join(' | ') : undefined;
}

/** With the fewest digits that mean it; bits of a format that nobody knows as they are. */
function showFloat(bits: bigint, size: number): string {
  const format = floatFormat(size);
  return format ? decimalOf(bits, format) : hex128(bits);
}

function showMembers(value: Value, format: Format, depth: number): string {
  const limits = format.whole ? WHOLE : SHORT;
  if (depth >= limits.depth) return '{…}';
  const children = childrenOf(value, 0, limits.members + 1);
  const parts = children
    .slice(0, limits.members)
    .map(
      ({ name, value: part }) =>
        `${name.startsWith('(') ? '' : `${name} = `}${show(part, format, depth + 1)}`,
    );
  if (children.length > limits.members) parts.push('…');
  return `{${parts.join(', ')}}`;
}

function showArray(value: Value, element: Type, format: Format, depth: number): string {
  const { location } = value;
  const limits = format.whole ? WHOLE : SHORT;
  const { count, isOpen } = lengthOf(value);
  if (isText(element) && sizeOf(element) === 1) {
    const length = Math.min(count, depth === 0 ? limits.text : SHORT.text / 4);
    return quoted(readBytes(location, length), length < count || isOpen);
  }
  if (depth >= limits.depth && count > 0) return '{…}';
  const children = childrenOf(value, 0, limits.members);
  const parts = children.map(({ value: part }) => show(part, format, depth + 1));
  if (children.length < count || isOpen) parts.push('…');
  return `{${parts.join(', ')}}`;
}

/** The text of a char array up to its NUL. */
function quoted(bytes: Uint8Array, isCut: boolean): string {
  return `${quoteText(bytes)}${isCut && !bytes.includes(0) ? '…' : ''}`;
}

/** A field of a CSR says what its value means. */
function withMeaning({ location, field: bits }: Value, number: bigint, text: string): string {
  if (location.kind !== 'cell' || location.cell.csr === undefined || !bits) return text;
  const csr = csrNamed(csrName(location.cell.csr) ?? '');
  const field = csr?.fields.find(({ low, width }) => low === bits.offset && width === bits.size);
  const meaning = field?.meaning?.(number, location.cell.read() ?? 0n);
  return meaning === undefined ? hex(number) : `${hex(number)} (${meaning})`;
}

/** A 64-bit number as registers are shown: `0x1040 <message> "hello\n"`. */
export const showRegister = (bits: bigint, space: Space | undefined): string =>
  show({
    type: C.unsignedLong,
    location: { kind: 'constant', number: toUnsigned64(bits) },
    space,
    isRaw: true,
  });
