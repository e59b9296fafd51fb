import { Register } from '../../../isa/registers';
import { decode } from '../../../isa/decode';
import type { Decoded } from '../../../isa/row';

/** What is known about a function's frame in front of one of its instructions. */
export interface FrameState {
  /** The canonical frame address (sp at the function's first instruction) is sp plus this. */
  readonly fromStackPointer: number | undefined;
  /** The same for s0, when it is used as a frame pointer. */
  readonly fromFramePointer: number | undefined;
  /** Where the caller's values of registers were saved: distances from the canonical frame address. */
  readonly saved: ReadonlyMap<number, number>;
  /** Registers that no longer have the caller's value. */
  readonly changed: ReadonlySet<number>;
}

/** ra, and what a function must give back as it was: s0 to s11 (RISC-V psABI, "Integer Register Convention"). */
const kept = new Set([Register.ra, Register.s0, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]);
/** Beyond this the function is not worth the time. */
const MOST_STEPS = 200_000;

const atEntry: FrameState = {
  fromStackPointer: 0,
  fromFramePointer: undefined,
  saved: new Map(),
  changed: new Set(),
};

/** An instruction of a function, and the state in front of it. */
export interface FramePoint {
  readonly offset: number;
  readonly state: FrameState;
  readonly instruction: Decoded;
}

/**
 * Follows the ways through a function and what they do to the stack.
 * @param code the instructions of the function
 * @returns its instructions, ascending; undefined when the function does what cannot be followed
 */
export function frameStates(code: DataView, raIsValid: boolean): FramePoint[] | undefined {
  const instructions = decodeAll(code);
  const entry = raIsValid ? atEntry : { ...atEntry, changed: new Set([Register.ra]) };
  const states = new Map<number, FrameState>([[0, entry]]);
  const work = [0];
  /** Ways behind calls. They are followed last: where one contradicts the others, its call does not return. */
  const behindCalls: { readonly offset: number; readonly state: FrameState }[] = [];
  // Code that is reached in ways that are not seen, such as through a table of addresses, is taken to have the largest
  // frame of the function.
  const offsets = instructions.keys();
  let largest = entry;
  let steps = 0;
  const reach = (offset: number, state: FrameState): boolean => {
    if (!instructions.has(offset)) return true;
    const known = states.get(offset);
    const joined = known === undefined ? state : join(known, state);
    if (joined === undefined) return false;
    if (joined === known) return true;
    states.set(offset, joined);
    work.push(offset);
    return true;
  };
  for (;;) {
    const offset = work.pop();
    if (offset === undefined) {
      const behind = behindCalls.pop();
      if (behind !== undefined) {
        reach(behind.offset, behind.state);
        continue;
      }
      const { value, done } = offsets.next();
      if (done === true) break;
      if (!states.has(value)) reach(value, largest);
      continue;
    }
    const instruction = instructions.get(offset);
    if (instruction === undefined) continue;
    if (++steps > MOST_STEPS) return undefined;
    const after = step(states.get(offset)!, instruction);
    if (!isSane(after)) return undefined;
    if (extent(after) > extent(largest)) largest = after;
    for (const next of successors(offset, instruction)) {
      if (isCall(instruction)) behindCalls.push({ offset: next, state: after });
      else if (!reach(next, after)) return undefined;
    }
  }
  return [...instructions].map(([offset, instruction]) => ({
    offset,
    instruction,
    state: states.get(offset)!,
  }));
}

/** The frame address is known, and not below the stack pointer. */
const isSane = ({ fromStackPointer, fromFramePointer }: FrameState): boolean => {
  const distance = fromStackPointer ?? fromFramePointer;
  return distance !== undefined && distance >= 0;
};

/** Which of two frames is the larger one: by its size, then by how much is saved in it. */
const extent = ({ fromStackPointer, saved }: FrameState): number => (fromStackPointer ?? 0) * 32 + saved.size;

function decodeAll(code: DataView): Map<number, Decoded> {
  const instructions = new Map<number, Decoded>();
  for (let offset = 0; offset + 2 <= code.byteLength;) {
    const word = offset + 4 <= code.byteLength ? code.getUint32(offset, true) : code.getUint16(offset, true);
    const instruction = decode(word);
    if (instruction !== undefined) instructions.set(offset, instruction);
    offset += instruction?.length ?? 2;
  }
  return instructions;
}

/** Seen from what it calls, a function is at its call instruction, and ra is changed already. */
export const isCall = ({ row, rd }: Decoded): boolean =>
  rd === Register.ra && (row.name === 'jal' || row.name === 'jalr');

function successors(offset: number, { row, rd, imm, length }: Decoded): number[] {
  const next = offset + length;
  if (row.format === 'b') return [next, offset + imm];
  if (row.name === 'jal') return rd === 0 ? [offset + imm] : [next];
  if (row.name === 'jalr') return rd === 0 ? [] : [next];
  return row.name === 'mret' || row.name === 'sret' ? [] : [next];
}

function step(state: FrameState, { row, rd, rs1, rs2, imm }: Decoded): FrameState {
  const { fromStackPointer, fromFramePointer } = state;
  const base = rs1 === Register.sp ? fromStackPointer : rs1 === Register.s0 ? fromFramePointer : undefined;
  if (row.name === 'sd' && base !== undefined) return afterSave(state, rs2, imm - base);
  if (row.name === 'ld' && base !== undefined && state.saved.get(rd) === imm - base) {
    return afterRestore(state, rd);
  }
  const moved = row.name === 'addi' && base !== undefined ? base - imm : undefined;
  if (rd === Register.sp) return { ...state, fromStackPointer: moved };
  const changed = kept.has(rd) && !state.changed.has(rd) ? new Set([...state.changed, rd]) : state.changed;
  if (rd === Register.s0) return { ...state, changed, fromFramePointer: moved };
  return changed === state.changed ? state : { ...state, changed };
}

function afterSave(state: FrameState, register: number, place: number): FrameState {
  const isCallers = kept.has(register) && !state.changed.has(register) && !state.saved.has(register);
  return isCallers && place < 0 ? { ...state, saved: new Map([...state.saved, [register, place]]) } : state;
}

function afterRestore(state: FrameState, register: number): FrameState {
  const saved = new Map(state.saved);
  const changed = new Set(state.changed);
  saved.delete(register);
  changed.delete(register);
  return { ...state, saved, changed, ...(register === Register.s0 ? { fromFramePointer: undefined } : {}) };
}

/** What holds on both ways to one instruction; undefined when they contradict each other. */
function join(known: FrameState, other: FrameState): FrameState | undefined {
  const { saved, changed } = known;
  const agree = (one: number | undefined, two: number | undefined): number | undefined =>
    one === two ? one : undefined;
  const fromStackPointer = agree(known.fromStackPointer, other.fromStackPointer);
  const fromFramePointer = agree(known.fromFramePointer, other.fromFramePointer);
  const bothSaved = [...saved].filter(([register, place]) => other.saved.get(register) === place);
  const anyChanged = new Set([...changed, ...other.changed]);
  const isSame =
    fromStackPointer === known.fromStackPointer &&
    fromFramePointer === known.fromFramePointer &&
    bothSaved.length === saved.size &&
    anyChanged.size === changed.size;
  if (isSame) return known;
  const joined = { fromStackPointer, fromFramePointer, saved: new Map(bothSaved), changed: anyChanged };
  return isSane(joined) ? joined : undefined;
}
