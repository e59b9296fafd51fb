import { toUnsigned64 } from '../../base/integers';
import { decode } from '../../isa/decode';
import { disassemble, disassembleIllegal } from '../../isa/disassemble';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { instructionWord } from '../unwind/code';

/** One instruction, as text. */
export interface Line {
  readonly address: bigint;
  /** In memory order, hexadecimal; undefined where there is no memory. */
  readonly bytes?: string;
  readonly text: string;
  /** Of a function that begins here. */
  readonly symbol?: string;
  readonly line?: LineRange;
}

export interface CodeView {
  readonly space: AddressSpace;
  imageAt(address: bigint): Image | undefined;
}

/**
 * Exactly `count` instructions, from `offset` instructions behind (negative: before) an address on. Going backward,
 * functions tell where instructions begin, as those of 2 and 4 bytes are mixed.
 */
export function disassembleRange(address: bigint, offset: number, count: number, view: CodeView): Line[] {
  const before = offset < 0 ? linesBefore(address, -offset, view) : [];
  const lines = before.slice(0, count);
  let at = address;
  for (let skip = offset; skip > 0; skip--) at = toUnsigned64(at + BigInt(lengthAt(at, view)));
  while (lines.length < count) {
    const line = lineAt(at, view);
    lines.push(line);
    at = toUnsigned64(at + lengthOf(line));
  }
  return lines;
}

/** The `count` instructions before an address, padded at the front where nothing is known. */
function linesBefore(address: bigint, count: number, view: CodeView): Line[] {
  let lines: Line[] = [];
  let start = address;
  while (lines.length < count) {
    const known = chunkBefore(start, view);
    const earlier = known.length > 0 ? known : sweepBefore(start, count - lines.length, view);
    if (earlier.length === 0) break;
    lines = [...earlier, ...lines];
    start = earlier[0].address;
    if (known.length === 0) break;
  }
  lines = lines.slice(-count);
  const missing = count - lines.length;
  const first = lines[0]?.address ?? address;
  const padding = Array.from({ length: missing }, (_, i): Line => {
    return { address: toUnsigned64(first - BigInt(2 * (missing - i))), text: '??' };
  });
  return [...padding, ...lines];
}

/** Between two functions there may be padding, up to this. */
const MOST_PADDING = 64n;

/** The instructions from the beginning of the function in front of an address up to it. */
function chunkBefore(address: bigint, view: CodeView): Line[] {
  const start = functionBefore(address, view);
  if (start === undefined) return [];
  const lines: Line[] = [];
  for (let at = start; at < address;) {
    const line = lineAt(at, view);
    const end = at + lengthOf(line);
    if (line.bytes === undefined || end > address) return [];
    lines.push(line);
    at = end;
  }
  return lines;
}

/** Longest instruction. */
const MOST_BYTES = 4n;

/**
 * Instructions in front of an address of which no function is known: from the first place on from which one after the other leads
 * to it. Instructions fall into step by themselves after a few.
 */
function sweepBefore(address: bigint, count: number, view: CodeView): Line[] {
  const least = address - MOST_BYTES * BigInt(count);
  for (let start = least > 0n ? least : 0n; start < address; start += 2n) {
    const lines: Line[] = [];
    let at = start;
    while (at < address) {
      const line = lineAt(at, view);
      if (line.bytes === undefined) break;
      lines.push(line);
      at += lengthOf(line);
    }
    if (at === address) return lines;
  }
  return [];
}

function functionBefore(address: bigint, view: CodeView): bigint | undefined {
  for (let distance = 1n; distance <= MOST_PADDING && distance <= address; distance++) {
    const found = view.imageAt(address - distance)?.functionAt(address - distance);
    if (found) return found.symbol.address;
  }
  return undefined;
}

const lengthOf = ({ bytes }: Line): bigint => BigInt(bytes === undefined ? 2 : bytes.length / 2);

function lengthAt(address: bigint, view: CodeView): number {
  const word = instructionWord(view.space, address);
  return word === undefined ? 2 : lengthOfWord(word);
}

function lineAt(address: bigint, view: CodeView): Line {
  const word = instructionWord(view.space, address);
  if (word === undefined) return { address, text: '??' };
  const image = view.imageAt(address);
  const found = image?.functionAt(address);
  const line = image?.lineAt(address);
  const decoded = decode(word);
  const symbolAt = (target: bigint): string | undefined => view.imageAt(target)?.nameOf(target);
  return {
    address,
    bytes: bytesOf(word, lengthOfWord(word)),
    text: decoded ? disassemble(decoded, { address, symbolAt }) : disassembleIllegal(word),
    ...(found?.offset === 0n ? { symbol: found.symbol.name } : {}),
    ...(line ? { line } : {}),
  };
}

/** Instructions of 4 bytes have both low bits set (unprivileged specification, "Expanded Instruction-Length Encoding"). */
const lengthOfWord = (word: number): number => ((word & 3) === 3 ? 4 : 2);

/** In one number, as `trapframe disasm` and the specifications write it. */
const bytesOf = (word: number, length: number): string =>
  (length === 4 ? word >>> 0 : word & 0xffff).toString(16).padStart(2 * length, '0');
