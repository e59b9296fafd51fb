import type { BaseEncoding, BaseType, Type } from '../../toolchain/dwarf/types/model';

const base = (name: string, size: number, encoding: BaseEncoding): BaseType => ({
  kind: 'base',
  name,
  size,
  encoding,
});

/** C's own types as the RISC-V psABI has them for RV64 (LP64; a plain `char` is unsigned). */
export const C = {
  bool: base('_Bool', 1, 'boolean'),
  char: base('char', 1, 'unsignedCharacter'),
  signedChar: base('signed char', 1, 'signedCharacter'),
  unsignedChar: base('unsigned char', 1, 'unsignedCharacter'),
  short: base('short', 2, 'signed'),
  unsignedShort: base('unsigned short', 2, 'unsigned'),
  int: base('int', 4, 'signed'),
  /** Of `'a'`: an int, shown as the character that it is. */
  character: base('int', 4, 'signedCharacter'),
  unsignedInt: base('unsigned int', 4, 'unsigned'),
  long: base('long', 8, 'signed'),
  unsignedLong: base('unsigned long', 8, 'unsigned'),
  int128: base('__int128', 16, 'signed'),
  unsignedInt128: base('unsigned __int128', 16, 'unsigned'),
  float: base('float', 4, 'float'),
  double: base('double', 8, 'float'),
  longDouble: base('long double', 16, 'float'),
} as const satisfies Record<string, BaseType>;

export const VOID: Type = { kind: 'void' };

export const pointerTo = (target: Type): Type => ({ kind: 'pointer', size: 8, target });
export const arrayOf = (element: Type, count: number | undefined): Type => ({
  kind: 'array',
  element,
  count,
});

/** The keywords that a type may be spelled with, apart from the qualifiers and tags. */
export const TYPE_WORDS: ReadonlySet<string> = new Set(
  'void char short int long float double signed unsigned _Bool bool __int128'.split(' '),
);

/** Words in alphabetical order; how often `long` stands there makes no difference on RV64. */
const BY_WORDS: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['void', VOID],
  ['_Bool', C.bool],
  ['bool', C.bool],
  ['char', C.char],
  ['char signed', C.signedChar],
  ['char unsigned', C.unsignedChar],
  ['short', C.short],
  ['short signed', C.short],
  ['short unsigned', C.unsignedShort],
  ['', C.int],
  ['signed', C.int],
  ['unsigned', C.unsignedInt],
  ['long', C.long],
  ['long signed', C.long],
  ['long unsigned', C.unsignedLong],
  ['__int128', C.int128],
  ['__int128 signed', C.int128],
  ['__int128 unsigned', C.unsignedInt128],
  ['float', C.float],
  ['double', C.double],
  ['double long', C.longDouble],
]);

/** Types of <stdint.h> and <stddef.h>, and what kernels call them, for programs whose debug information has no such name. */
const COMMON: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['int8_t', C.signedChar],
  ['uint8_t', C.unsignedChar],
  ['uint8', C.unsignedChar],
  ['int16_t', C.short],
  ['uint16_t', C.unsignedShort],
  ['uint16', C.unsignedShort],
  ['int32_t', C.int],
  ['uint32_t', C.unsignedInt],
  ['uint32', C.unsignedInt],
  ['uint', C.unsignedInt],
  ['int64_t', C.long],
  ['uint64_t', C.unsignedLong],
  ['uint64', C.unsignedLong],
  ['size_t', C.unsignedLong],
  ['ssize_t', C.long],
  ['ptrdiff_t', C.long],
  ['intptr_t', C.long],
  ['uintptr_t', C.unsignedLong],
]);

/** A type that C has by itself, by its keywords in any order: `unsigned long int`; undefined for other combinations. */
export function standardType(words: readonly string[]): Type | undefined {
  const kept = words.filter((word) => word !== 'int').sort();
  const once = kept.filter((word, index) => word !== 'long' || kept.indexOf(word) === index);
  return BY_WORDS.get(once.join(' '));
}

export const commonType = (name: string): Type | undefined => COMMON.get(name);

/** Whether a name is, by custom, a type's: what tells `(uint64) -1` from a subtraction. */
export const looksLikeType = (name: string): boolean => COMMON.has(name) || /\w_t$/.test(name);
