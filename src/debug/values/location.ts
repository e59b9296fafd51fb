import { hex } from '../../base/integers';
import { littleEndian, toLittleEndian } from '../memory/address-space';
import { ValueProblem } from './problem';

/** Memory as one process, or the kernel, or nobody (physical) sees it; and the names of what lies in it. */
export interface Space {
  /** undefined when any byte is unreadable. */
  read(address: bigint, length: number): Uint8Array | undefined;
  /** All of it, or false and nothing. */
  write(address: bigint, bytes: Uint8Array): boolean;
  /** `main+8`; undefined where there is nothing with a name. */
  nameOf(address: bigint): string | undefined;
  /** Whether a program of this space has code there. */
  isCode(address: bigint): boolean;
  /** Bytes from there to the end of the program's variable that it is in; undefined where there is none. */
  roomAt(address: bigint): number | undefined;
  /** Whose memory it is, as references to memory say it: a pid, `kernel`, `physical`; undefined: that of whoever is looked at. */
  readonly owner: string | undefined;
}

/** 64 bits that are not in memory: a general register of a frame, a CSR, pc. */
export interface Cell {
  /** undefined: nobody saved it. */
  read(): bigint | undefined;
  /** False when it cannot be changed. */
  write(value: bigint): boolean;
  readonly isReadOnly: boolean;
  /** Why, when it is not in its nature. */
  readonly reason?: string;
  /** Number of the CSR, if it is one: its fields are its members. */
  readonly csr?: number;
}

/** Where a value is at one moment. */
export type Location =
  | { readonly kind: 'memory'; readonly space: Space; readonly address: bigint }
  | { readonly kind: 'cell'; readonly cell: Cell }
  /** It is nowhere; this is the number that it stands for. */
  | { readonly kind: 'constant'; readonly number: bigint }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `offset` bytes into something that is not in memory. */
  | { readonly kind: 'part'; readonly whole: Location; readonly offset: number }
  | { readonly kind: 'pieces'; readonly pieces: readonly LocationPiece[] }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** A part of a value that is spread over several places, from the least significant; sizes in bits. */
export interface LocationPiece {
  readonly location: Location;
  readonly size: number;
  readonly offset: number;
}

/** More is never read at once: an array of a damaged type may claim any size. */
const MOST_BYTES = 1 << 24;

/** @throws ValueProblem */
export function readBytes(location: Location, length: number): Uint8Array {
  if (length > MOST_BYTES) throw new ValueProblem(`${length} bytes are too many to be read at once`);
  switch (location.kind) {
    case 'memory': {
      const bytes = location.space.read(location.address, length);
      if (!bytes) throw new ValueProblem(`the ${count(length)} at ${hex(location.address)} cannot be read`);
      return bytes;
    }
    case 'cell': {
      const bits = location.cell.read();
      if (bits === undefined) throw new ValueProblem('the register that it is in was not saved');
      return toLittleEndian(bits, length);
    }
    case 'constant':
      return toLittleEndian(BigInt.asUintN(8 * length, location.number), length);
    case 'bytes': {
      const bytes = new Uint8Array(length);
      bytes.set(location.bytes.subarray(0, length));
      return bytes;
    }
    case 'part': {
      const { whole, offset } = location;
      return readBytes(whole, offset + length).subarray(offset);
    }
    case 'pieces':
      return readPieces(location.pieces, length);
    case 'unavailable':
      throw new ValueProblem(location.reason);
  }
}

/** @throws ValueProblem when it cannot be changed; then nothing has been, except in the pieces before. */
export function writeBytes(location: Location, bytes: Uint8Array): void {
  switch (location.kind) {
    case 'memory':
      if (!location.space.write(location.address, bytes)) {
        throw new ValueProblem(`the ${count(bytes.length)} at ${hex(location.address)} cannot be written`);
      }
      return;
    case 'cell': {
      // A narrow value in a register is kept sign-extended (psABI, "Integer Calling Convention").
      const number = BigInt.asIntN(8 * Math.min(8, bytes.length), littleEndian(bytes.subarray(0, 8)));
      if (!location.cell.write(BigInt.asUintN(64, number)))
        throw new ValueProblem('it does not take this value');
      return;
    }
    case 'part': {
      const { whole, offset } = location;
      const all = readBytes(whole, Math.max(8, offset + bytes.length)).slice();
      all.set(bytes, offset);
      return writeBytes(whole, all);
    }
    case 'pieces':
      return writePieces(location.pieces, bytes);
    case 'constant':
    case 'bytes':
      throw new ValueProblem('it is no place that a value can be put into');
    case 'unavailable':
      throw new ValueProblem(location.reason);
  }
}

/** A place `offset` bytes further on. */
export function moved(location: Location, offset: number): Location {
  switch (location.kind) {
    case 'memory': {
      const address = BigInt.asUintN(64, location.address + BigInt(offset));
      return { kind: 'memory', space: location.space, address };
    }
    case 'part':
      return { kind: 'part', whole: location.whole, offset: location.offset + offset };
    case 'unavailable':
      return location;
    default:
      return offset === 0 ? location : { kind: 'part', whole: location, offset };
  }
}

/** Whether anything could ever be written there. */
export function isWritable(location: Location): boolean {
  switch (location.kind) {
    case 'memory':
      return true;
    case 'cell':
      return !location.cell.isReadOnly;
    case 'part':
      return isWritable(location.whole);
    case 'pieces':
      return location.pieces.every((piece) => isWritable(piece.location));
    default:
      return false;
  }
}

function readPieces(pieces: readonly LocationPiece[], length: number): Uint8Array {
  let bits = 0n;
  let at = 0;
  for (const { location, size, offset } of pieces) {
    if (at >= 8 * length) break;
    const part = littleEndian(readBytes(location, bytesFor(offset + size))) >> BigInt(offset);
    bits |= BigInt.asUintN(size, part) << BigInt(at);
    at += size;
  }
  return toLittleEndian(BigInt.asUintN(8 * length, bits), length);
}

function writePieces(pieces: readonly LocationPiece[], bytes: Uint8Array): void {
  const bits = littleEndian(bytes);
  let at = 0;
  for (const { location, size, offset } of pieces) {
    if (at >= 8 * bytes.length) return;
    const length = bytesFor(offset + size);
    const old = littleEndian(readBytes(location, length));
    const mask = ((1n << BigInt(size)) - 1n) << BigInt(offset);
    const part = ((bits >> BigInt(at)) << BigInt(offset)) & mask;
    writeBytes(location, toLittleEndian((old & ~mask) | part, length));
    at += size;
  }
}

const bytesFor = (bits: number): number => Math.ceil(bits / 8);
const count = (length: number): string => (length === 1 ? 'byte' : `${length} bytes`);
