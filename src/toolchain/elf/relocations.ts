import { type Elf, type ElfSymbol, type Section, SectionType } from './types';

/** A relocation of a relocatable file (psABI, "Relocations"). */
export interface Relocation {
  /** Where in its section. */
  readonly offset: number;
  /** One of the numbers of the psABI. */
  readonly type: number;
  /** What it is against; undefined for none. */
  readonly symbol: ElfSymbol | undefined;
  readonly addend: bigint;
}

const ENTRY_SIZE = 24;

/** The relocations of a relocatable file, by the section that they are for. What is damaged is left out. */
export function relocationsOf(elf: Elf): Map<Section, Relocation[]> {
  const found = new Map<Section, Relocation[]>();
  for (const { type, info, bytes } of elf.sections) {
    // The null section, which is not in the list, has number 0.
    const target = elf.sections[info - 1];
    if (type !== SectionType.relocationsWithAddends || target === undefined) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const entries = found.get(target) ?? [];
    for (let at = 0; at + ENTRY_SIZE <= bytes.length; at += ENTRY_SIZE) {
      entries.push({
        offset: Number(view.getBigUint64(at, true)),
        type: view.getUint32(at + 8, true),
        symbol: elf.symbols[view.getUint32(at + 12, true) - 1],
        addend: view.getBigInt64(at + 16, true),
      });
    }
    found.set(target, entries);
  }
  return found;
}

/** What a linker does to data: sets a field, or adds to it, or subtracts from it; `bits` wide. */
const kinds: Readonly<Record<number, readonly [does: 'set' | 'add' | 'subtract', bits: number]>> = {
  1: ['set', 32], 2: ['set', 64],
  33: ['add', 8], 34: ['add', 16], 35: ['add', 32], 36: ['add', 64],
  37: ['subtract', 8], 38: ['subtract', 16], 39: ['subtract', 32], 40: ['subtract', 64],
  52: ['subtract', 6], 53: ['set', 6], 54: ['set', 8], 55: ['set', 16], 56: ['set', 32],
}; // prettier-ignore
const SET_ULEB128 = 60;
const SUB_ULEB128 = 61;

/** The contents of a section of data with its relocations applied. Those of code, which data does not have, are not. */
export function relocated(
  { bytes }: Section,
  relocations: readonly Relocation[],
  valueOf: (symbol: ElfSymbol) => bigint,
): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (const { offset, type, symbol, addend } of relocations) {
    const value = (symbol === undefined ? 0n : valueOf(symbol)) + addend;
    if (type === SET_ULEB128 || type === SUB_ULEB128) {
      changeLeb(copy, offset, (old) => (type === SET_ULEB128 ? value : old - value));
      continue;
    }
    const [does, bits] = kinds[type] ?? [];
    if (does === undefined || bits === undefined || offset + Math.ceil(bits / 8) > copy.length) continue;
    const old = fieldAt(view, offset, bits);
    const now = does === 'set' ? value : does === 'add' ? old + value : old - value;
    setField(view, offset, bits, BigInt.asUintN(bits, now));
  }
  return copy;
}

function fieldAt(view: DataView, offset: number, bits: number): bigint {
  if (bits === 64) return view.getBigUint64(offset, true);
  if (bits === 32) return BigInt(view.getUint32(offset, true));
  return BigInt(bits === 16 ? view.getUint16(offset, true) : view.getUint8(offset));
}

function setField(view: DataView, offset: number, bits: number, value: bigint): void {
  if (bits === 64) view.setBigUint64(offset, value, true);
  else if (bits === 32) view.setUint32(offset, Number(value), true);
  else if (bits === 16) view.setUint16(offset, Number(value), true);
  // Six bits share their byte with an opcode.
  else if (bits === 6) view.setUint8(offset, (view.getUint8(offset) & 0xc0) | Number(value));
  else view.setUint8(offset, Number(value));
}

/** A number of variable length keeps the length that it has. */
function changeLeb(bytes: Uint8Array, offset: number, change: (old: bigint) => bigint): void {
  let end = offset;
  while (end < bytes.length && bytes[end] & 0x80) end++;
  if (end >= bytes.length) return;
  let old = 0n;
  for (let at = end; at >= offset; at--) old = (old << 7n) | BigInt(bytes[at] & 0x7f);
  let now = BigInt.asUintN(7 * (end - offset + 1), change(old));
  for (let at = offset; at <= end; at++, now >>= 7n) bytes[at] = Number(now & 0x7fn) | (at < end ? 0x80 : 0);
}
