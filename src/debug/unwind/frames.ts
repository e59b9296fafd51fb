import { Register } from '../../isa/registers';
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
import { isBehindCall } from './code';
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
  /** Its canonical address, the stack pointer as it was at the call; undefined where nobody called it, or nobody knows. */
  readonly cfa: bigint | undefined;
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
  /** How many there are around this one. */
  readonly height: number;
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
export interface UnwindContext {
  imageAt(address: bigint): Image | undefined;
  /** Code that no one called: the kernel's entry, the first function of a program. */
  isOutermost(image: Image, at: bigint): boolean;
  /** The caller of code that is known for what it does; undefined: it is code like any other. */
  callerOf(frame: FoundFrame): Activation | undefined;
}

/** A frame of which it is not known yet who called it. */
export type FoundFrame = Omit<CodeFrame, 'cfa' | 'caller'>;

/** Nobody looks deeper, and nobody has memory for more; a damaged stack may lead through all of memory. */
const DEEPEST = 1_000_000;
/** Functions in a row that may have no frame of their own: a stack that leads in circles has more. */
const MOST_FRAMELESS = 8;

/** The frames of one mode, newest first, looked for as they are asked for. Whatever the memory holds, the list ends. */
export class Unwinding {
  private readonly frames: CodeFrame[] = [];
  /** Where the next frame is; undefined: there is none. */
  private next: Pick<Activation, 'pc' | 'registers' | 'isExact'> | undefined;
  private lowest = -1n;
  private frameless = 0;

  constructor(
    private readonly start: Start,
    private readonly surroundings: UnwindContext,
  ) {
    this.next = { pc: start.pc, registers: start.registers, isExact: start.behind === undefined };
  }

  at(index: number): CodeFrame | undefined {
    while (this.frames.length <= index && this.advance());
    return this.frames[index];
  }

  /** There would be more, but nobody looks for them. */
  get isCut(): boolean {
    return this.next !== undefined && this.frames.length >= DEEPEST;
  }

  private advance(): boolean {
    if (!this.next || this.frames.length >= DEEPEST) return false;
    const { pc, registers, isExact } = this.next;
    const { mode, space, behind } = this.start;
    this.next = undefined;
    const at = isExact ? pc : pc - 1n;
    const image = this.surroundings.imageAt(at);
    const index = this.frames.length;
    // The newest frame is shown wherever it is; a caller must be code.
    if (index > 0 && !image) return false;
    const found: FoundFrame = {
      kind: 'code',
      mode,
      pc,
      at,
      image,
      registers,
      space,
      function: image?.functionAt(at),
      line: image?.lineAt(at),
    };
    const isOutermost = image !== undefined && this.surroundings.isOutermost(image, at);
    const caller = isOutermost ? undefined : this.callerOf(found, index === 0 && behind !== 'call');
    this.next = caller;
    // A getter, so that nobody looks for callers whom nobody asks for.
    const callerAt = (): CodeFrame | undefined => this.at(index + 1);
    this.frames.push({
      ...found,
      cfa: caller?.cfa,
      get caller() {
        return callerAt();
      },
    });
    return true;
  }

  /** Undefined where the stack ends, or makes no sense any more. */
  private callerOf(frame: FoundFrame, isNewest: boolean): Activation | undefined {
    const caller = this.surroundings.callerOf(frame) ?? callerOf(frame, isNewest);
    // A stack grows down: only a function without a frame shares its canonical address with the one below it.
    if (!caller || caller.pc === 0n || caller.cfa < this.lowest) return undefined;
    this.frameless = caller.cfa === this.lowest ? this.frameless + 1 : 0;
    if (this.frameless > 0 && (caller.pc === frame.pc || this.frameless > MOST_FRAMELESS)) return undefined;
    const beginning = frame.function?.symbol.address;
    if (caller.pc === beginning && !isBehindCall(frame.space, beginning)) return undefined;
    this.lowest = caller.cfa;
    return caller;
  }
}

/**
 * The instructions of the newest function are believed before what its compiler says of them: that is about calls, and
 * clang, for one, gets the code behind a call that does not return wrong. A caller stands at a call.
 */
function callerOf(frame: FoundFrame, isNewest: boolean): Activation | undefined {
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
  if (state && (isNewest || state.saved.has(Register.ra))) return callerByCode(state, registers, space);
  if (byRow) return byRow();
  // It called somebody, so its own return address must be somewhere; it is not where we look.
  return callerByFramePointer(registers, space);
}

/** Written by hand, of what no instruction shows: an interrupted caller, or that there is none. */
const isBeyondCalls = (row: UnwindRow): boolean =>
  row.isSignalFrame ||
  row.returnAddressRegister !== Register.ra ||
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
