import type { FrameState } from '../../toolchain/assembler/output/frame-states';
import { DwarfError } from '../../toolchain/dwarf/error';
import type { UnwindRow } from '../../toolchain/dwarf/frame/row';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { NearestSymbol } from '../../toolchain/symbols';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import type { Mode } from '../system';
import { callerByFramePointer, callerByCode, callerByRow, type Activation } from './caller';
import type { FrameRegisters } from './frame-registers';
import { isBehindCall, RA } from './code';
import { codeFrame } from './code-frame';

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
  /** Who called it, as far as that is known. */
  readonly caller: CodeFrame | undefined;
  /** In a function that has inlined calls around `at`: which of them the frame stands for. */
  readonly inlined?: Inlined;
}

/** One of the calls that a compiler replaced by the body of the function, or the function around them all. */
export interface Inlined {
  /** Of the function whose body it is; undefined for the function that has code of its own. */
  readonly name: string | undefined;
  /** How many inlined calls are around `at` inside of this one. */
  readonly depth: number;
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
  /** `pc` is where it will go on behind a call, or behind an ecall, which leaves ra alone; else the next instruction. */
  readonly behind?: 'call' | 'ecall' | undefined;
}

/** What the stack of one mode is unwound with. */
export interface Surroundings {
  imageAt(address: bigint): Image | undefined;
  /** Code that no one called: the kernel's entry, the first function of a program. */
  isOutermost(image: Image, at: bigint): boolean;
  /** The caller of code that is known for what it does; undefined: it is code like any other. */
  callerOf(frame: CodeFrame): Activation | undefined;
}

/** No sane stack is deeper; a damaged one may lead in circles. */
const DEEPEST = 256;

/** The frames of one mode, newest first. Whatever the memory holds, the list ends. */
export function unwind(start: Start, surroundings: Surroundings): CodeFrame[] {
  const frames: CodeFrame[] = [];
  let { pc, registers } = start;
  let isExact = start.behind === undefined;
  let lowest = -1n;
  while (frames.length < DEEPEST) {
    const at = isExact ? pc : pc - 1n;
    const image = surroundings.imageAt(at);
    const index = frames.length;
    const frame: CodeFrame = {
      kind: 'code',
      mode: start.mode,
      pc,
      at,
      image,
      registers,
      space: start.space,
      function: image?.functionAt(at),
      line: image?.lineAt(at),
      get caller() {
        return frames.at(index + 1);
      },
    };
    // The newest frame is shown wherever it is; a caller must be code.
    if (frames.length > 0 && !image) break;
    frames.push(frame);
    if (image && surroundings.isOutermost(image, at)) break;
    const caller =
      surroundings.callerOf(frame) ?? callerOf(frame, frames.length === 1 && start.behind !== 'call');
    // A stack grows down: only a leaf function shares its canonical address with nobody below it.
    if (!caller || caller.pc === 0n || caller.cfa < lowest) break;
    if (caller.cfa === lowest && caller.pc === pc) break;
    const beginning = frame.function?.symbol.address;
    if (caller.pc === beginning && !isBehindCall(frame.space, beginning)) break;
    lowest = caller.cfa;
    ({ pc, registers, isExact } = caller);
  }
  return frames;
}

/**
 * The instructions of the newest function are believed before what its compiler says of them: that is about calls, and
 * clang, for one, gets the code behind a call that does not return wrong. A caller stands at a call.
 */
function callerOf(frame: CodeFrame, isNewest: boolean): Activation | undefined {
  const { image, at, registers, space } = frame;
  const row = image?.unwindRow(at);
  const byRow = row && (() => tolerant(() => callerByRow(row, registers, space)));
  if (byRow && (!isNewest || isBeyondCalls(row))) return byRow();
  const start = frame.function?.symbol.address;
  if (!image || start === undefined) {
    // In the middle of nowhere, most likely through a bad function pointer: ra tells from where.
    return isNewest ? callerByCode(NO_FRAME, registers, space) : undefined;
  }
  const state = codeFrame(image, start, at, space);
  if (state && (isNewest || state.saved.has(RA))) return callerByCode(state, registers, space);
  if (byRow) return byRow();
  // It called somebody, so its own return address must be somewhere; it is not where we look.
  return callerByFramePointer(registers, space);
}

/** Written by hand, of what no instruction shows: an interrupted caller, or that there is none. */
const isBeyondCalls = (row: UnwindRow): boolean =>
  row.isSignalFrame ||
  row.returnAddressRegister !== RA ||
  row.registers.get(row.returnAddressRegister)?.kind === 'undefined';

const NO_FRAME: FrameState = {
  fromStackPointer: 0,
  fromFramePointer: undefined,
  saved: new Map(),
  changed: new Set(),
};

function tolerant<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DwarfError) return undefined;
    throw error;
  }
}
