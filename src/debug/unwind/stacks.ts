import { Cause, Interrupt } from '../../isa/causes';
import { csrNumber } from '../../isa/csrs';
import { registerNumber } from '../../isa/registers';
import { Privilege, type Hart } from '../../machine/types';
import type { Process } from '../kernels/process-entries';
import { modeOf, type Mode, type System } from '../system';
import type { Thread } from '../threads';
import { boundary, boundaryBelow, causeOf, headline, isSystemCall, type TrapFacts } from '../traps/words';
import { instructionWord } from './code';
import { registersIn } from './context-registers';
import { FrameRegisters } from './frame-registers';
import { CallStack, nearest, type Segment } from './call-stack';
import { Unwinding, type Frame, type Start, type UnwindContext } from './frames';
import { InterruptedHart } from './interrupted-hart';
import { interruptedKernel, interruptedRegisters, interruptsKernel } from './interrupted';
import { callerBySwitch } from './switch-code';

/** Frames of each mode in a stack that nobody pages through. */
const NEAREST = 256;

/** The newest frames of a thread, from kernel frames through the trap to user frames. */
export const stackOf = (system: System, thread: Thread): Frame[] =>
  nearest(segmentsOf(system, thread), NEAREST);

/** The call stack of a thread as the source has it, as deep as it is. */
export const callStackOf = (system: System, thread: Thread): CallStack =>
  new CallStack(segmentsOf(system, thread));

/** From kernel frames through the trap to user frames. */
function segmentsOf(system: System, thread: Thread): Segment[] {
  const { hart, process } = thread;
  const here = surroundings(system, process, hart);
  const below = hart && system.traps.belowKernel(hart);
  if (below) {
    const above = { ...thread, hart: new InterruptedHart(hart, below) };
    return [
      new Unwinding(live(system, hart), here),
      { kind: 'boundary', label: boundaryBelow(below) },
      ...segmentsOf(system, above),
    ];
  }
  if (!process) return hart ? ofCpu(system, hart, here) : [];
  if (hart && isInProgram(system, hart)) return [new Unwinding(live(system, hart), here)];
  const start = hart ? live(system, hart) : saved(system, process);
  const segments: Segment[] = start ? [new Unwinding(start, here)] : [];
  const entered = howItEntered(system, process, hart);
  if (!entered) return segments;
  return [...segments, { kind: 'boundary', label: entered.label }, new Unwinding(entered.start, here)];
}

/** Of a CPU that works for no process; without a kernel through the trap whose handler it executes. */
function ofCpu(system: System, hart: Hart, here: UnwindContext): Segment[] {
  const segments: Segment[] = [new Unwinding(live(system, hart), here)];
  const trap = system.kernel ? undefined : system.traps.openOf(undefined, hart).at(-1);
  if (!trap || hart.privilege !== trap.to) return segments;
  // Only before the handler's first instruction it is known where the registers are.
  const isFresh = hart.pc === vectorOf(hart);
  const registers = isFresh ? FrameRegisters.live(hart) : FrameRegisters.from(() => undefined);
  const mode = modeOf(trap.from);
  const start = { mode, pc: trap.epc, registers, space: system.spaceIn(hart, trap.from) };
  return [...segments, { kind: 'boundary', label: boundary(trap, undefined) }, new Unwinding(start, here)];
}

/** Where the traps of a CPU go that it takes in its mode: those that are not vectored. */
const vectorOf = (hart: Hart): bigint =>
  (hart.readCsr(hart.privilege === Privilege.machine ? CSR.mtvec : CSR.stvec) ?? 0n) & ~3n;

/** Whether a CPU executes the program itself; with direct execution that need not be in user mode. */
const isInProgram = (system: System, hart: Hart): boolean =>
  hart.privilege === Privilege.user || system.kernelImage?.contains(hart.pc) !== true;

function surroundings(system: System, process: Process | undefined, hart: Hart | undefined): UnwindContext {
  return {
    imageAt: (address) => system.imageAt(address, process),
    isOutermost: (image, at) => {
      // The kernel's way in is nobody's callee, unless it was the kernel that was interrupted, a moment ago.
      if (image.kind === 'kernel' && system.isAtBoundary(at))
        return !(hart?.pc === at && interruptsKernel(system, hart));
      const found = image.functionAt(at);
      if (!found) return false;
      const isBare = hart !== undefined && (!system.kernel || hart.privilege === Privilege.machine);
      if (isBare && found.symbol.address === vectorOf(hart)) return true;
      const isHandler =
        image.kind === 'kernel' && found.symbol.name === system.kernel?.description.traps.handler;
      return isHandler || found.symbol.name === '_start' || found.symbol.address === image.entry;
    },
    callerOf: (frame) => {
      const { image, at, registers, space, function: found } = frame;
      const { kernel } = system;
      if (!kernel || !found || image !== kernel.image) return undefined;
      if (kernel.eventFunctions.get(found.symbol.address) === 'contextSwitch') {
        return callerBySwitch(kernel, at - found.offset, at, registers, space);
      }
      return interruptedKernel(system, { process, hart }, frame);
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
  const isBehindCall = kernel.image.functionAt(pc)?.offset !== 0n;
  return {
    mode: 'kernel',
    pc,
    registers: registersIn(context, kernel.memory),
    space: kernel.space,
    ...(isBehindCall ? { behind: 'call' } : {}),
  };
}

/**
 * Whether a process has still to come into its program for the first time: no trap has brought it into the kernel, whatever is in
 * its trap frame. The child of a fork is where its parent's trap has brought it.
 */
export function hasNotBegun(system: System, process: Process, hart: Hart | undefined): boolean {
  const { kernel, traps } = system;
  if (!kernel) return false;
  if (!hart) return kernel.neverRan(process);
  if (isInProgram(system, hart) || traps.ofProgram(process) !== undefined) return false;
  // A program in the kernel's own mode has a trap that is not logged as a program's.
  if (isSaving(system, process, hart)) return false;
  const { cause } = kernel.description.trapFrame;
  return cause === undefined ? traps.isWatched : kernel.trapFrame(process)?.number(cause) === 0n;
}

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
  const call = kernel?.systemCalls.nameOf(registers.read(registerNumber('a7')!));
  return {
    label: hasNotBegun(system, process, hart) ? '── not started yet ──' : boundary(facts, call),
    start: {
      mode: modeBefore(system, process, hart),
      pc: facts.epc,
      registers,
      space,
      ...(isSystemCall(facts) && isBehindEcall(space, facts.epc) ? { behind: 'ecall' } : {}),
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
  if (names?.cause === undefined) return withoutCause(system, process, hart, epc);
  const number = (name: string | undefined): bigint =>
    name === undefined ? 0n : (frame?.number(name) ?? 0n);
  return { ...causeOf(number(names.cause)), value: number(names.value), epc };
}

/** Whether the kernel is still saving the registers of a process that has just trapped: its trap frame is that of before. */
export const isSaving = (system: System, process: Process, hart: Hart): boolean =>
  interruptedRegisters(system, process, hart) !== undefined;

/**
 * The trap of a process whose kernel does not keep the cause. The log of the CPU has it until the kernel switches; then the
 * kernel's own frames tell whether it carries out a system call. Who has lost the CPU otherwise was interrupted by the timer.
 */
function withoutCause(system: System, process: Process, hart: Hart | undefined, epc: bigint): TrapFacts {
  const now = system.traps.ofProgram(process);
  // The kernel may not have saved the pc yet; when it has, it may have moved it behind the ecall.
  if (now) return { ...now, epc: epc === now.epc + 4n && isSystemCall(now) ? epc : now.epc };
  return isInSystemCall(system, process, hart, epc)
    ? { cause: Cause.ecallFromUser, interrupt: false, value: 0n, epc }
    : { cause: Interrupt.supervisorTimer, interrupt: true, value: 0n, epc };
}

/** Where no function of the kernel is known to be there for system calls: behind an ecall, and not ready to go on. */
function isInSystemCall(system: System, process: Process, hart: Hart | undefined, epc: bigint): boolean {
  const name = system.kernel?.description.traps.systemCallHandler;
  if (name === undefined) {
    return process.state !== 'ready' && isBehindEcall(system.spaceOfProcess(process), epc);
  }
  const start = hart ? live(system, hart) : saved(system, process);
  const frames = start ? nearest([new Unwinding(start, surroundings(system, process, hart))], NEAREST) : [];
  return frames.some(
    (frame) =>
      frame.kind === 'code' && frame.function?.symbol.name === name && frame.image === system.kernelImage,
  );
}

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
  sstatus: csrNumber('sstatus')!,
  mtvec: csrNumber('mtvec')!,
  stvec: csrNumber('stvec')!,
};

/** What the CPU's supervisor trap CSRs say. */
export function liveTrap(hart: Hart): TrapFacts {
  const read = (number: number): bigint => hart.readCsr(number) ?? 0n;
  return { ...causeOf(read(CSR.scause)), epc: read(CSR.sepc), value: read(CSR.stval) };
}

const ECALL = 0x73;
/**
 * Whether the kernel has moved sepc behind the ecall; the frame is still at it. It has, where the program is gone: nobody
 * takes away a program before that.
 */
const isBehindEcall = (space: Start['space'], epc: bigint): boolean => {
  const next = instructionWord(space, epc);
  const last = instructionWord(space, epc - 4n);
  return next === undefined ? last === undefined || last === ECALL : last === ECALL && next !== ECALL;
};
