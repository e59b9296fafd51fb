import { csrNumber } from '../../isa/csrs';
import { abiNames, registerNumber } from '../../isa/registers';
import { Privilege, type Hart } from '../../machine/types';
import type { Process } from '../kernels/kernel';
import type { Record } from '../kernels/record';
import { modeOf, type Mode, type System } from '../system';
import type { Thread } from '../threads';
import { boundary, causeOf, headline, isSystemCall, type TrapFacts } from '../traps/words';
import { followEntry } from './entry-code';
import { FrameRegisters } from './frame-registers';
import { instructionWord, unwind, type Frame, type Start, type Surroundings } from './frames';

/** The call stack of a thread, newest frame first, from kernel frames through the trap to user frames. */
export function stackOf(system: System, thread: Thread): Frame[] {
  const { hart, process } = thread;
  const here = surroundings(system, process);
  if (!process) return hart ? unwind(live(system, hart), here) : [];
  if (hart && isInProgram(system, hart)) return unwind(live(system, hart), here);
  const start = hart ? live(system, hart) : saved(system, process);
  const frames: Frame[] = start ? unwind(start, here) : [];
  const entered = howItEntered(system, process, hart);
  if (!entered) return frames;
  return [...frames, { kind: 'boundary', label: entered.label }, ...unwind(entered.start, here)];
}

/** Whether a CPU executes the program itself; with direct execution that need not be in user mode. */
const isInProgram = (system: System, hart: Hart): boolean =>
  hart.privilege === Privilege.user || system.kernelImage?.contains(hart.pc) !== true;

function surroundings(system: System, process: Process | undefined): Surroundings {
  return {
    imageAt: (address) => system.imageAt(address, process),
    isOutermost: (image, at) => {
      if (image.kind === 'kernel' && system.isAtBoundary(at)) return true;
      const found = image.functionAt(at);
      return found !== undefined && (found.symbol.name === '_start' || found.symbol.address === image.entry);
    },
  };
}

function live(system: System, hart: Hart): Start {
  const space = system.spaceOf(hart);
  return { mode: modeOf(hart.privilege), pc: hart.pc, registers: FrameRegisters.live(hart), space };
}

/** Where a process that does not run goes on in the kernel. */
function saved(system: System, process: Process): Start | undefined {
  const { kernel } = system;
  const context = kernel?.context(process);
  const pc = context?.number('ra');
  if (!kernel || !context || pc === undefined) return undefined;
  // A process that never ran "returns" to the first instruction of a function.
  const afterCall = kernel.image.functionAt(pc)?.offset !== 0n;
  return {
    mode: 'kernel',
    pc,
    registers: registersIn(context, kernel.memory),
    space: kernel.memory,
    afterCall,
  };
}

const registersIn = (record: Record, space: Start['space']): FrameRegisters =>
  FrameRegisters.from((number) => {
    const address = record.addressOf(abiNames[number]);
    return address === undefined ? undefined : { kind: 'memory', space, address };
  });

/** How a process came into the kernel, and what it will find when it comes out. */
function howItEntered(
  system: System,
  process: Process,
  hart: Hart | undefined,
): { label: string; start: Start } | undefined {
  const facts = trapOf(system, process, hart);
  if (!facts) return undefined;
  const { kernel } = system;
  const space = system.spaceOfProcess(process);
  const registers = userRegisters(system, process, hart);
  if (!registers) return undefined;
  const neverRan = process.switches === 0 && !hart;
  const call = kernel?.systemCalls.nameOf(registers.read(registerNumber('a7')!));
  return {
    label: neverRan ? '── not started yet ──' : boundary(facts, call),
    start: {
      ...{ mode: modeBefore(system, process, hart), pc: facts.epc, registers, space },
      // The kernel has moved sepc behind the ecall: the frame is still at it.
      afterCall: isEcall(space, facts.epc - 4n) && !isEcall(space, facts.epc) && isSystemCall(facts),
    },
  };
}

/** The mode in which a process was interrupted: sstatus.SPP tells. */
function modeBefore(system: System, process: Process, hart: Hart | undefined): Mode {
  const { kernel } = system;
  const isSaving = hart && interruptedRegisters(system, process, hart);
  const field = kernel?.description.trapFrame.status;
  const saved = field === undefined ? undefined : kernel?.trapFrame(process)?.number(field);
  const status = isSaving ? hart.readCsr(CSR.sstatus) : saved;
  return status !== undefined && (status & SPP) !== 0n ? 'kernel' : 'user';
}
const SPP = 1n << 8n;

/**
 * The trap that took a process into the kernel, where it still is. From the CPU while the kernel is saving it; then from
 * the trap frame, where `epc` is where the process will go on.
 */
export function trapOf(system: System, process: Process, hart: Hart | undefined): TrapFacts | undefined {
  if (hart && isInProgram(system, hart)) return undefined;
  if (hart && interruptedRegisters(system, process, hart)) return liveTrap(hart);
  const { kernel } = system;
  const frame = kernel?.trapFrame(process);
  const names = kernel?.description.trapFrame;
  const epc = names && frame?.number(names.pc);
  if (epc === undefined) return undefined;
  const number = (name: string | undefined): bigint =>
    name === undefined ? 0n : (frame?.number(name) ?? 0n);
  return { ...causeOf(number(names?.cause)), value: number(names?.value), epc };
}

/** Whether the kernel is still saving the registers of a process that has just trapped: its trap frame is that of before. */
export const isSaving = (system: System, process: Process, hart: Hart): boolean =>
  interruptedRegisters(system, process, hart) !== undefined;

/** That trap as a headline, with the system call decoded. */
export function headlineOf(system: System, process: Process, hart: Hart | undefined): string | undefined {
  const facts = trapOf(system, process, hart);
  if (!facts) return undefined;
  const registers = userRegisters(system, process, hart);
  const space = system.spaceOfProcess(process);
  const call = system.kernel?.systemCalls.describe({
    register: (name) => registers?.read(registerNumber(name)!),
    text: (address) => space.readText(address),
  });
  return headline(facts, call);
}

/** The registers of a process as its program had them when it trapped. */
function userRegisters(system: System, process: Process, hart: Hart | undefined): FrameRegisters | undefined {
  const { kernel } = system;
  const fresh = hart && interruptedRegisters(system, process, hart);
  const frame = kernel?.trapFrame(process);
  return fresh ?? (frame && kernel && registersIn(frame, kernel.memory));
}

const CSR = {
  scause: csrNumber('scause')!,
  sepc: csrNumber('sepc')!,
  stval: csrNumber('stval')!,
  sscratch: csrNumber('sscratch')!,
  sstatus: csrNumber('sstatus')!,
};

/** What the CPU's supervisor trap CSRs say. */
export function liveTrap(hart: Hart): TrapFacts {
  const read = (number: number): bigint => hart.readCsr(number) ?? 0n;
  return { ...causeOf(read(CSR.scause)), epc: read(CSR.sepc), value: read(CSR.stval) };
}

/**
 * The user's registers while the kernel's entry code has not finished saving them; undefined before and after. Call frame
 * information tells when the saving is done; without it, the whole entry code counts.
 */
function interruptedRegisters(system: System, process: Process, hart: Hart): FrameRegisters | undefined {
  const { kernel } = system;
  const found = kernel?.image.functionAt(hart.pc);
  if (!kernel || found?.symbol.name !== kernel.description.traps.vector) return undefined;
  const row = kernel.image.unwindRow(hart.pc);
  if (row?.registers.get(row.returnAddressRegister)?.kind === 'offset') return undefined;
  const whereabouts = followEntry(found.symbol.address, hart.pc, (at) => instructionWord(kernel.memory, at));
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
      case undefined:
        return undefined;
    }
  });
}

const ECALL = 0x73;
const isEcall = (space: Start['space'], address: bigint): boolean =>
  instructionWord(space, address) === ECALL;
