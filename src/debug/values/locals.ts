import { cfaOf } from '../../toolchain/dwarf/frame/unwind';
import { DwarfError } from '../../toolchain/dwarf/error';
import type { FrameState, ValuePlace } from '../../toolchain/dwarf/location/place';
import type { Type } from '../../toolchain/dwarf/types/model';
import type { Variable, VariableScope } from '../../toolchain/dwarf/variables';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import type { FrameRegisters } from '../unwind/frame-registers';
import type { Cell, Location, Space } from './location';
import type { Value } from './value';

/** A frame of a call stack, as far as its variables need it. */
export interface LocalFrame {
  /** An address inside the instruction that the frame is at. */
  readonly at: bigint;
  /** How many inlined calls around `at` are inside of the one that the frame stands for. */
  readonly inlineDepth?: number;
  /** The frame that called this one, as far as it is known: it has what was known at the call alone. */
  readonly caller?: LocalFrame | undefined;
  readonly image: Image | undefined;
  readonly registers: FrameRegisters;
  readonly space: AddressSpace;
}

/** A variable that the code of a frame can see. */
export interface Local {
  readonly variable: Variable;
  /** A variable of an inner block has the same name. */
  readonly isShadowed: boolean;
}

/**
 * The variables and parameters of a frame in the order of the source, those of inner blocks behind the function's own;
 * without those that the compiler made up.
 */
export function localsOf({ image, at, inlineDepth = 0 }: LocalFrame): readonly Local[] {
  return image ? scopeAt(image, at, inlineDepth).all.filter(({ variable }) => !variable.isArtificial) : [];
}

/** The variable of a name that the code of a frame sees: that of the innermost block. */
export function localNamed({ image, at, inlineDepth = 0 }: LocalFrame, name: string): Variable | undefined {
  return image && scopeAt(image, at, inlineDepth).byName.get(name);
}

/** Where a variable of a frame's program is, seen from that frame. */
export function variableValue(variable: Variable, frame: LocalFrame, space: Space): Value {
  return { type: typeIn(variable, frame), location: locate(variable, frame, space), space };
}

function typeIn(variable: Variable, frame: LocalFrame): Type {
  try {
    return frame.image?.debug.variables.typeIn(variable, stateOf(frame)) ?? variable.type;
  } catch (error) {
    if (error instanceof DwarfError) return variable.type;
    throw error;
  }
}

interface Scope {
  readonly all: readonly Local[];
  readonly byName: ReadonlyMap<string, Variable>;
}

/** Conditions ask for names at the same few addresses over and over. */
const known = new WeakMap<Image, Map<bigint, Scope>>();
const MOST_KNOWN = 4096;

function scopeAt(image: Image, at: bigint, inlineDepth: number): Scope {
  const key = (at << 8n) | BigInt(inlineDepth);
  let scopes = known.get(image);
  if (!scopes) known.set(image, (scopes = new Map<bigint, Scope>()));
  let scope = scopes.get(key);
  if (scope) return scope;
  if (scopes.size >= MOST_KNOWN) scopes.clear();
  scopes.set(key, (scope = readScope(ofFrame(image.debug.variables.at(at), inlineDepth))));
  return scope;
}

/** Of the scopes around an address, innermost first, those of one frame: an inlined call sees nothing of its caller's. */
function ofFrame(scopes: readonly VariableScope[], inlineDepth: number): readonly VariableScope[] {
  let depth = 0;
  return scopes.filter(({ kind }) => (kind === 'inlined' ? depth++ : depth) === inlineDepth);
}

function readScope(scopes: readonly VariableScope[]): Scope {
  const byName = new Map<string, Variable>();
  const blocks = scopes.map(({ variables }) =>
    variables.map((variable): Local => {
      const isShadowed = byName.has(variable.name) && byName.get(variable.name) !== variable;
      if (!isShadowed) byName.set(variable.name, variable);
      return { variable, isShadowed };
    }),
  );
  return { all: blocks.reverse().flat(), byName };
}

function locate(variable: Variable, frame: LocalFrame, space: Space): Location {
  const { image } = frame;
  if (variable.address !== undefined) return { kind: 'memory', space, address: variable.address };
  try {
    const place = image?.debug.variables.locate(variable, stateOf(frame));
    return place
      ? locationOf(place, frame, space)
      : { kind: 'unavailable', reason: 'its program is not known' };
  } catch (error) {
    if (error instanceof DwarfError) return { kind: 'unavailable', reason: error.message };
    throw error;
  }
}

function stateOf({ at, image, registers, space, caller }: LocalFrame): FrameState {
  const register = (number: number): bigint | undefined => (number < 32 ? registers.read(number) : undefined);
  const readMemory = (address: bigint, size: number): Uint8Array | undefined => space.read(address, size);
  return {
    pc: at,
    register,
    readMemory,
    cfa: () => {
      const row = image?.unwindRow(at);
      return row && cfaOf(row, { register, readMemory });
    },
    caller: () => (caller && caller.image === image ? stateOf(caller) : undefined),
  };
}

function locationOf(place: ValuePlace, frame: LocalFrame, space: Space): Location {
  switch (place.kind) {
    case 'memory':
      return { kind: 'memory', space, address: place.address };
    case 'register':
      return { kind: 'cell', cell: registerCell(frame.registers, place.register) };
    case 'value':
      return { kind: 'bytes', bytes: place.bytes };
    case 'pieces':
      return {
        kind: 'pieces',
        pieces: place.pieces.map((piece) => ({
          location: locationOf(piece.place, frame, space),
          size: piece.size,
          offset: piece.offset,
        })),
      };
    case 'unavailable':
      return place;
  }
}

/** A general register as a frame sees it. */
export function registerCell(registers: FrameRegisters, number: number): Cell {
  return {
    read: () => (number < 32 ? registers.read(number) : undefined),
    write: (value) => registers.write(number, value),
    get isReadOnly() {
      const home = number === 0 ? undefined : registers.home(number);
      return home === undefined || home.kind === 'value';
    },
    ...(number === 0 ? {} : { reason: 'in this frame it is worked out, and kept nowhere' }),
  };
}
