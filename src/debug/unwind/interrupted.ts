import { toUnsigned64 } from '../../base/integers';
import { csrNumber } from '../../isa/csrs';
import { Register, abiNames } from '../../isa/registers';
import { Privilege, type Hart } from '../../machine/types';
import { functionNames } from '../kernels/function-names';
import type { Process } from '../kernels/process-entries';
import type { System } from '../system';
import type { Thread } from '../threads';
import type { Activation } from './caller';
import { instructionWord } from './code';
import { followEntry, type Whereabouts } from './entry-code';
import { FrameRegisters, type Home } from './frame-registers';
import type { FoundFrame } from './frames';

const CSR = {
  sepc: csrNumber('sepc')!,
  sscratch: csrNumber('sscratch')!,
  sstatus: csrNumber('sstatus')!,
};
const SPP = 1n << 8n;

/** Whether the last trap of a CPU, which is in the kernel, interrupted the kernel itself. */
export function interruptsKernel(system: System, hart: Hart): boolean {
  if (hart.privilege !== Privilege.supervisor || ((hart.readCsr(CSR.sstatus) ?? 0n) & SPP) === 0n)
    return false;
  return system.kernelImage?.contains(hart.readCsr(CSR.sepc) ?? 0n) === true;
}

/**
 * The code that the kernel's entry has interrupted in the kernel itself: the caller, so to speak, of the entry. Where the hardware
 * was watched, a thread that has lost its CPU there has one, too, and each of nested entries its own.
 */
export function interruptedKernel(
  system: System,
  { process, hart }: Pick<Thread, 'process' | 'hart'>,
  frame: FoundFrame,
): Activation | undefined {
  const found = frame.function;
  const { kernel } = system;
  if (!kernel || !found) return undefined;
  const { vector, kernelVector } = kernel.description.traps;
  const vectors = functionNames(vector);
  const { name } = found.symbol;
  if (!vectors.includes(name) && name !== kernelVector) return undefined;
  if (isSaved(frame)) return undefined;
  const home = frame.at - found.offset;
  const entry = vectors.includes(name) ? home : (kernel.image.symbols.named(vectors[0])?.address ?? home);
  const whereIs = followEntry(entry, home, frame.at, (at) => instructionWord(frame.space, at));
  const sp = stackPointer(whereIs(Register.sp), frame.registers);
  if (sp === undefined) return undefined;
  const live = hart && interruptsKernel(system, hart) ? hart.readCsr(CSR.sepc) : undefined;
  const pc = system.traps.ofKernel(process, hart, sp)?.epc ?? live;
  if (pc === undefined) return undefined;
  const registers = FrameRegisters.from((number): Home | undefined => {
    if (number === Register.sp) return { kind: 'value', value: sp };
    const place = whereIs(number);
    if (place?.kind === 'register') return frame.registers.home(place.number);
    if (place?.kind === 'sscratch') return hart && { kind: 'csr', hart, number: CSR.sscratch };
    if (place?.kind !== 'stack') return undefined;
    return { kind: 'memory', space: frame.space, address: toUnsigned64(sp + place.distance) };
  });
  return { pc, registers, isExact: true, cfa: sp };
}

function stackPointer(place: Whereabouts | undefined, registers: FrameRegisters): bigint | undefined {
  const sp = registers.read(Register.sp);
  if (place?.kind === 'register') return registers.read(place.number);
  return place?.kind === 'moved' && sp !== undefined ? toUnsigned64(sp + place.distance) : undefined;
}

/** Call frame information says when the interrupted registers are all in the trap frame. */
function isSaved({ image, at }: FoundFrame): boolean {
  const row = image?.unwindRow(at);
  return row?.registers.get(row.returnAddressRegister)?.kind === 'offset';
}

/**
 * The registers of a program while the kernel's entry code has not finished saving them; undefined before and after. Call
 * frame information tells when the saving is done; without it, the whole entry code counts.
 */
export function interruptedRegisters(
  system: System,
  process: Process,
  hart: Hart,
): FrameRegisters | undefined {
  const { kernel } = system;
  const found = kernel?.image.functionAt(hart.pc);
  if (!kernel || !found || !functionNames(kernel.description.traps.vector).includes(found.symbol.name))
    return undefined;
  if (interruptsKernel(system, hart)) return undefined;
  const row = kernel.image.unwindRow(hart.pc);
  if (row?.registers.get(row.returnAddressRegister)?.kind === 'offset') return undefined;
  const start = hart.pc - found.offset;
  const space = system.spaceOf(hart);
  const whereabouts = followEntry(start, start, hart.pc, (at) => instructionWord(space, at));
  return FrameRegisters.from((number) => {
    const place = whereabouts(number);
    switch (place?.kind) {
      case 'register':
        return { kind: 'register', hart, number: place.number };
      case 'sscratch':
        return { kind: 'csr', hart, number: CSR.sscratch };
      case 'saved': {
        const address = kernel.trapFrame(process)?.addressOf(abiNames[number]);
        return address === undefined ? undefined : { kind: 'memory', space: kernel.memory, address };
      }
      default:
        return undefined;
    }
  });
}
