import { littleEndian } from './memory/address-space';
import { csrNumber } from '../isa/csrs';
import { registerNumber } from '../isa/registers';
import type { Hart } from '../machine/types';
import { sizeOf, stripped } from '../toolchain/dwarf/types/model';
import type { Environment } from './expressions/evaluate';
import { address, register, signed, unsigned, type Value } from './expressions/value';
import type { AddressSpace } from './memory/address-space';
import type { Image } from './symbols/image';
import type { Mode, System } from './system';
import type { FrameRegisters } from './unwind/frame-registers';

/** A place to evaluate expressions in: one frame of one thread. */
export interface Viewpoint {
  readonly mode: Mode;
  readonly pc: bigint;
  readonly registers: FrameRegisters;
  readonly space: AddressSpace;
  /** The program that the frame's code belongs to: its symbols come first. */
  readonly image: Image | undefined;
  /** The thread's pid; 0 for a CPU without a process. */
  readonly pid: number;
  /** Its CPU; or, for a thread that does not run, the one whose turn it is. */
  readonly hart: Hart;
}

const MODES: Readonly<Record<Mode, bigint>> = { user: 0n, kernel: 1n, machine: 3n };

/** What names mean in expressions, from a viewpoint. */
export function environmentOf(system: System, view: Viewpoint): Environment {
  return {
    lookup: (name) => lookup(system, view, name.startsWith('$') ? name.slice(1) : name),
    addressOf: (name) => symbolAddress(system, view, name),
    readMemory: (at, length) => view.space.readNumber(at, length),
  };
}

function lookup(system: System, view: Viewpoint, name: string): Value | undefined {
  const number = registerNumber(name);
  if (number !== undefined) {
    const bits = view.registers.read(number);
    return bits === undefined ? undefined : register(bits);
  }
  const word = special(view, name);
  if (word) return word;
  const csr = csrNumber(name);
  const content = csr === undefined ? undefined : view.hart.readCsr(csr);
  if (content !== undefined) return address(content);
  const call = system.kernel?.systemCalls.constant(name);
  return call === undefined ? symbol(system, view, name) : signed(call);
}

function special(view: Viewpoint, name: string): Value | undefined {
  switch (name) {
    case 'mode':
      return modeValue(view.mode);
    case 'user':
    case 'kernel':
    case 'machine':
      return modeValue(name);
    case 'pid':
      return signed(view.pid);
    case 'cpu':
      return signed(view.hart.id);
    case 'instret':
      return signed(view.hart.retired);
    case 'pc':
      return address(view.pc);
    default:
      return undefined;
  }
}

const modeValue = (mode: Mode): Value => ({ bits: MODES[mode], signed: true, word: mode });

/** A variable of the size of a register or less is its content; every other symbol is its address, as in assembly. */
function symbol(system: System, view: Viewpoint, name: string): Value | undefined {
  for (const image of imagesFrom(system, view)) {
    const found = image.symbols.named(name);
    if (!found) continue;
    return variable(image, name, view.space) ?? address(found.address);
  }
  return undefined;
}

function symbolAddress(system: System, view: Viewpoint, name: string): bigint | undefined {
  for (const image of imagesFrom(system, view)) {
    const found = image.symbols.named(name);
    if (found) return found.address;
  }
  return undefined;
}

function variable(image: Image, name: string, space: AddressSpace): Value | undefined {
  const global = image.global(name);
  const type = global && stripped(global.type);
  if (!global || (type?.kind !== 'base' && type?.kind !== 'pointer' && type?.kind !== 'enumeration'))
    return undefined;
  const size = sizeOf(type);
  const bytes = size === undefined || size > 8 ? undefined : space.read(global.address, size);
  if (!bytes) return undefined;
  const bits = littleEndian(bytes);
  if (type.kind === 'pointer') return address(bits);
  const isSigned = type.kind === 'enumeration' ? type.isSigned : type.encoding.startsWith('signed');
  return isSigned ? signed(BigInt.asIntN(8 * bytes.length, bits)) : unsigned(bits);
}

const imagesFrom = (system: System, { image }: Viewpoint): readonly Image[] =>
  image ? [image, ...system.images.filter((other) => other !== image)] : system.images;
