import { Register } from '../../isa/registers';
import { decode } from '../../isa/decode';
import type { Kernel } from '../kernels/kernel';
import { registersIn } from './context-registers';
import { instructionWord } from './code';
import type { Activation } from './caller';
import { FrameRegisters } from './frame-registers';
import type { AddressSpace } from '../memory/address-space';

const OLD = 10;
const NEW = 11;

/**
 * The caller of a kernel's context switch, by what the function is for: f(old, new) saves what C must preserve in *old and
 * loads the same from *new. Until sp is loaded the caller is whoever gives up the CPU; from then on, whoever gets it. No
 * debug information says that: the frame belongs to one thread and then to the other.
 * @param start its first instruction
 */
export function callerBySwitch(
  kernel: Kernel,
  start: bigint,
  pc: bigint,
  registers: FrameRegisters,
  space: AddressSpace,
): Activation | undefined {
  const loaded = loadedFrom(NEW, start, pc, (address) => instructionWord(space, address));
  const hasNewStack = loaded.has(Register.sp);
  const context = registers.read(hasNewStack ? NEW : OLD);
  const record = context === undefined ? undefined : kernel.contextAt(context);
  if (!record) return undefined;
  const saved = registersIn(record, space);
  const caller = FrameRegisters.from((number) =>
    loaded.has(number) === hasNewStack ? registers.home(number) : saved.home(number),
  );
  const returnTo = caller.read(Register.ra);
  const cfa = caller.read(Register.sp);
  if (returnTo === undefined || cfa === undefined) return undefined;
  // A thread that never ran was made to "return" to the first instruction of a function.
  const isExact = kernel.image.functionAt(returnTo)?.offset === 0n;
  return { pc: returnTo, registers: caller, isExact, cfa };
}

/** The registers that the instructions from `start` up to `pc` have loaded from where another one points. */
function loadedFrom(
  pointer: number,
  start: bigint,
  pc: bigint,
  fetch: (address: bigint) => number | undefined,
): ReadonlySet<number> {
  const loaded = new Set<number>();
  for (let address = start; address < pc;) {
    const word = fetch(address);
    const instruction = word === undefined ? undefined : decode(word);
    if (!instruction) break;
    if (instruction.row.name === 'ld' && instruction.rs1 === pointer) loaded.add(instruction.rd);
    address += BigInt(instruction.length);
  }
  return loaded;
}
