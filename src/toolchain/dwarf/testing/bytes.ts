import type { DebugSource } from '../source';

/** Sections written by hand: numbers little endian, each function gives the bytes of one thing. */
export type Bytes = readonly number[];

export const u8 = (value: number): Bytes => [value & 0xff];
export const u16 = (value: number): Bytes => [...u8(value), ...u8(value >> 8)];
export const u32 = (value: number): Bytes => [...u16(value), ...u16(value >>> 16)];
export const u64 = (value: bigint): Bytes => [
  ...u32(Number(value & 0xffff_ffffn)),
  ...u32(Number((value >> 32n) & 0xffff_ffffn)),
];
export const text = (value: string): Bytes => [...new TextEncoder().encode(value), 0];

export function uleb(value: number | bigint): Bytes {
  const rest = BigInt(value);
  return rest < 0x80n ? [Number(rest)] : [Number(rest & 0x7fn) | 0x80, ...uleb(rest >> 7n)];
}

export function sleb(value: number | bigint): Bytes {
  const rest = BigInt(value);
  const group = Number(rest & 0x7fn);
  return rest >= -64n && rest < 64n ? [group] : [group | 0x80, ...sleb(rest >> 7n)];
}

/** A contribution to a section behind its length, 32-bit format. */
export const sized = (...parts: readonly Bytes[]): Bytes => [...u32(parts.flat().length), ...parts.flat()];
/** The same in the 64-bit format. */
export const sized64 = (...parts: readonly Bytes[]): Bytes => [
  ...u32(0xffff_ffff),
  ...u64(BigInt(parts.flat().length)),
  ...parts.flat(),
];

/** An executable of these sections, by name without `.debug_`; all memory from 0x1000 on may be code. */
export function source(sections: Readonly<Record<string, Bytes>>): DebugSource {
  return {
    sections: Object.entries(sections).map(([name, bytes]) => ({
      name: `.debug_${name}`,
      bytes: Uint8Array.from(bytes),
      address: 0n,
    })),
    segments: [{ virtualAddress: 0x1000n, memorySize: 0x10_0000, executable: true }],
  };
}
