import { Register } from '../../../isa/registers';
import { ByteWriter } from '../../byte-writer';
import { DebugWriter } from './debug-writer';
import { type FramePoint, type FrameState, frameStates, isCall } from './frame-states';

/** A function's code as it lies in memory. */
export interface FunctionCode {
  readonly address: bigint;
  readonly bytes: Uint8Array;
  /** Nobody called it: there is no frame behind its own. */
  readonly outermost: boolean;
}

/** How a debugger finds the caller's registers (DWARF 4, 6.4). */
interface Rules {
  readonly register: number;
  readonly offset: number;
  /** By register: a distance from the canonical frame address, or 'lost'. */
  readonly registers: ReadonlyMap<number, number | 'lost'>;
}

const Instruction = {
  advance: 0x40, offset: 0x80, restore: 0xc0,
  advance1: 0x02, advance2: 0x03, advance4: 0x04, undefined: 0x07, defineFrame: 0x0c,
} as const; // prettier-ignore
const NO_CIE = 0xffff_ffff;
/** Saved registers lie below the canonical frame address: their distances are written as positive numbers. */
const DATA_ALIGNMENT = -1;

/** `.debug_frame` for code written by hand: what each function does with its stack is read from its instructions. */
export function frameInformation(functions: readonly FunctionCode[]): DebugWriter | undefined {
  const out = new DebugWriter();
  writeCommon(out);
  const empty = out.length;
  for (const code of functions) writeFunction(out, code);
  return out.length === empty ? undefined : out;
}

function writeCommon(out: DebugWriter): void {
  const body = new DebugWriter();
  body.u32(NO_CIE);
  body.u8(3); // version
  body.u8(0); // no augmentation
  body.uleb128(1); // code alignment
  body.sleb128(DATA_ALIGNMENT);
  body.uleb128(Register.ra); // the column of the return address
  body.bytes([Instruction.defineFrame, Register.sp, 0]);
  writeEntry(out, body);
}

/** Entries have a length in front, and end at a multiple of 8 with no-operations. */
function writeEntry(out: DebugWriter, body: DebugWriter): void {
  body.fill((12 - (body.length % 8)) % 8);
  out.u32(body.length);
  out.append(body);
}

function writeFunction(out: DebugWriter, { address, bytes, outermost }: FunctionCode): void {
  const code = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const points = frameStates(code, !outermost);
  if (points === undefined) return;
  const body = new DebugWriter();
  body.offsetIn('.debug_frame', 0); // the common entry is the first one
  body.address(address);
  body.u64(BigInt(bytes.length));
  let rules: Rules = { register: Register.sp, offset: 0, registers: new Map() };
  let before: FramePoint | undefined;
  let place = 0;
  for (const point of points) {
    const isCalling = isCall(point.instruction);
    const isSame = point.state === before?.state && !isCalling && !isCall(before.instruction);
    before = point;
    if (isSame) continue;
    const next = rulesOf(point.state, isCalling);
    const change = difference(rules, next);
    rules = next;
    if (change.length === 0) continue;
    writeAdvance(body, point.offset - place);
    body.bytes(change);
    place = point.offset;
  }
  writeEntry(out, body);
}

function rulesOf(state: FrameState, isCall: boolean): Rules {
  const registers = new Map<number, number | 'lost'>(state.saved);
  if ((isCall || state.changed.has(Register.ra)) && !state.saved.has(Register.ra))
    registers.set(Register.ra, 'lost');
  const { fromStackPointer, fromFramePointer } = state;
  return fromStackPointer === undefined
    ? { register: Register.s0, offset: fromFramePointer!, registers }
    : { register: Register.sp, offset: fromStackPointer, registers };
}

function difference(before: Rules, after: Rules): Uint8Array {
  const out = new ByteWriter();
  if (before.register !== after.register || before.offset !== after.offset) {
    out.u8(Instruction.defineFrame);
    out.uleb128(after.register);
    out.uleb128(after.offset);
  }
  for (const register of new Set([...before.registers.keys(), ...after.registers.keys()])) {
    const rule = after.registers.get(register);
    if (rule === before.registers.get(register)) continue;
    if (rule === undefined) {
      out.u8(Instruction.restore | register);
    } else if (rule === 'lost') {
      out.u8(Instruction.undefined);
      out.uleb128(register);
    } else {
      out.u8(Instruction.offset | register);
      out.uleb128(rule / DATA_ALIGNMENT);
    }
  }
  return out.finish();
}

function writeAdvance(out: ByteWriter, distance: number): void {
  if (distance === 0) return;
  if (distance < 0x40) {
    out.u8(Instruction.advance | distance);
  } else if (distance < 0x100) {
    out.u8(Instruction.advance1);
    out.u8(distance);
  } else if (distance < 0x1_0000) {
    out.u8(Instruction.advance2);
    out.u16(distance);
  } else {
    out.u8(Instruction.advance4);
    out.u32(distance);
  }
}
