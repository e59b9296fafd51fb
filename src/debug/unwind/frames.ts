import { DwarfError } from '../../toolchain/dwarf/error';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { NearestSymbol } from '../../toolchain/symbols';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import type { Mode } from '../system';
import { callerByFramePointer, callerByRow, callerByStackUse, type Activation } from './caller';
import type { FrameRegisters } from './frame-registers';
import { stackUse } from './prologue';

/** One line of a call stack: code of some function. */
export interface CodeFrame {
  readonly kind: 'code';
  readonly mode: Mode;
  readonly pc: bigint;
  /** An address inside the instruction that the frame is at: for a caller, of its call. */
  readonly at: bigint;
  readonly image: Image | undefined;
  readonly function: NearestSymbol | undefined;
  readonly line: LineRange | undefined;
  readonly registers: FrameRegisters;
  readonly space: AddressSpace;
}

/** The line where a call stack goes through a trap. */
export interface BoundaryFrame {
  readonly kind: 'boundary';
  /** `── system call: write ──` */
  readonly label: string;
}

export type Frame = CodeFrame | BoundaryFrame;

/** Where a call stack starts. */
export interface Start {
  readonly mode: Mode;
  readonly pc: bigint;
  readonly registers: FrameRegisters;
  readonly space: AddressSpace;
  /** `pc` is where it will go on after a call, not the next instruction. */
  readonly afterCall?: boolean;
}

/** What the stack of one mode is unwound with. */
export interface Surroundings {
  imageAt(address: bigint): Image | undefined;
  /** Code that no one called: the kernel's entry, the first function of a program. */
  isOutermost(image: Image, at: bigint): boolean;
}

/** No sane stack is deeper; a damaged one may lead in circles. */
const DEEPEST = 256;

/** The frames of one mode, newest first. Whatever the memory holds, the list ends. */
export function unwind(start: Start, surroundings: Surroundings): CodeFrame[] {
  const frames: CodeFrame[] = [];
  let { pc, registers } = start;
  let isExact = start.afterCall !== true;
  let lowest = -1n;
  while (frames.length < DEEPEST) {
    const at = isExact ? pc : pc - 1n;
    const image = surroundings.imageAt(at);
    const frame: CodeFrame = {
      kind: 'code',
      mode: start.mode,
      ...{ pc, at, image, registers, space: start.space },
      function: image?.functionAt(at),
      line: image?.lineAt(at),
    };
    // The newest frame is shown wherever it is; a caller must be code.
    if (frames.length > 0 && !image) break;
    frames.push(frame);
    if (image && surroundings.isOutermost(image, at)) break;
    const caller = callerOf(frame, frames.length === 1 && isExact);
    // A stack grows down: only a leaf function shares its canonical address with nobody below it.
    if (!caller || caller.pc === 0n || caller.cfa < lowest) break;
    if (caller.cfa === lowest && caller.pc === pc) break;
    // Nobody returns to a function's own beginning: a thread that was made to start there still has it in ra.
    if (caller.pc === frame.function?.symbol.address) break;
    lowest = caller.cfa;
    ({ pc, registers, isExact } = caller);
  }
  return frames;
}

function callerOf(frame: CodeFrame, isNewest: boolean): Activation | undefined {
  const { image, at, registers, space } = frame;
  const row = image?.unwindRow(at);
  if (row) return tolerant(() => callerByRow(row, registers, space));
  const start = frame.function?.symbol.address;
  if (start !== undefined) {
    const use = stackUse(start, at, (address) => instructionWord(space, address));
    if (isNewest || use.saved.has(RA)) return callerByStackUse(use, registers, space);
    // It called somebody, so its own return address must be somewhere; it is not where we look.
    return callerByFramePointer(registers, space);
  }
  // In the middle of nowhere, most likely through a bad function pointer: ra tells from where.
  return isNewest ? callerByStackUse({ size: 0n, saved: new Map() }, registers, space) : undefined;
}

const RA = 1;

function tolerant<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DwarfError) return undefined;
    throw error;
  }
}

/** The 32 bits at an address, or the 16 that can be read at the end of a page. */
export function instructionWord(space: AddressSpace, address: bigint): number | undefined {
  const word = space.readNumber(address, 4) ?? space.readNumber(address, 2);
  return word === undefined ? undefined : Number(word);
}
