import { Cause } from '../../src/isa/causes';
import { decode } from '../../src/isa/decode';
import type { Decoded } from '../../src/isa/row';
import { Privilege, type Hart, type Trap, type TrapReturn } from '../../src/machine/types';
import { functionNames } from '../../src/debug/kernels/function-names';
import type { System } from '../../src/debug/system';
import { instructionWord } from '../../src/debug/unwind/code';

/** A call that has not returned, or a trap in the kernel that has not. */
interface Call {
  /** Where it goes on. */
  readonly returnTo: bigint;
  /** sp at the call: what it is again behind it. */
  readonly sp: bigint;
  /** `returnTo` was interrupted, or never executed: it is not behind a call. */
  readonly isExact?: boolean;
}

/** What one thread of control has called: in the kernel on behalf of a process or of nobody, or in a program. */
interface Calls {
  readonly calls: Call[];
  /** Of a thread of the kernel: the process whose trap began it, or that was made to begin here. */
  process?: bigint;
}

const RA = 1;
const SP = 2;
const A1 = 11;
const A7 = 17;

/**
 * The calls and returns of a run, kept by looking at each instruction as the machine executes it: jumps that
 * write ra, returns through it, traps, and loads of sp in the function that switches threads. It knows nothing of debug
 * information, and which process a thread works for from the one pointer to the current process alone.
 */
export class Shadow {
  /** What each CPU does in the kernel. */
  private readonly kernels: Calls[];
  private readonly suspended: Calls[] = [];
  /** What each process had called, and sp, when it last asked for a copy of itself. */
  private readonly forks = new Map<bigint, Calls & { pc: bigint; sp: bigint }>();
  private readonly programs = new Map<bigint, Calls & { pc: bigint }>();
  private readonly switchCode: { readonly low: bigint; readonly high: bigint };
  private readonly waysOut: readonly (bigint | undefined)[];
  private readonly forkNumber: bigint;
  /** The CPU whose turn it was at the step under way. */
  private hart: Hart;

  constructor(private readonly system: System) {
    this.hart = system.machine.current;
    this.kernels = system.machine.harts.map(() => ({ calls: [] }));
    const { machine, kernel, kernelImage } = system;
    const { events, traps } = kernel!.description;
    const { systemCalls } = kernel!.description;
    this.forkNumber = BigInt(systemCalls.find((call) => call.name === 'fork')!.number);
    const name = events.contextSwitch as string;
    this.waysOut = functionNames(traps.return).map((name) => kernelImage!.symbols.named(name)?.address);
    const symbol = kernelImage!.symbols.named(name)!;
    this.switchCode = { low: symbol.address, high: symbol.address + BigInt(symbol.size) };
    machine.onTrap = (trap) => (this.trap(trap), false);
    machine.onReturn = (trapReturn) => (this.trapReturn(trapReturn), false);
  }

  /** One step of the machine. False: it is over. */
  step(): boolean {
    const { machine } = this.system;
    const hart = (this.hart = machine.current);
    const pc = hart.pc;
    const instruction = this.instructionAt(pc);
    const isSwitch = pc >= this.switchCode.low && pc < this.switchCode.high;
    const sp = hart.readRegister(SP);
    this.moved = false;
    const stop = machine.run(machine.instant + 1, { passBreakpoint: true });
    if (instruction && !this.moved && hart.pc !== pc) this.executed(instruction, pc, sp, isSwitch);
    return stop.kind === 'limit';
  }

  private get kernel(): Calls {
    return this.kernels[this.hart.id];
  }

  private set kernel(calls: Calls) {
    this.kernels[this.hart.id] = calls;
  }

  private moved = false;
  /** The kernel's code, which does not change. */
  private readonly decoded = new Map<bigint, Decoded | undefined>();

  private instructionAt(pc: bigint): Decoded | undefined {
    const known = this.decoded.get(pc);
    if (known) return known;
    const word = instructionWord(this.system.spaceOf(this.hart), pc);
    const instruction = word === undefined ? undefined : decode(word);
    if (this.system.kernelImage!.contains(pc)) this.decoded.set(pc, instruction);
    return instruction;
  }

  private get current(): bigint {
    return this.system.kernel!.currentAddress(this.hart.id);
  }

  private get now(): Calls {
    return this.hart.privilege === Privilege.user ? this.program(this.current) : this.kernel;
  }

  private program(process: bigint): Calls & { pc: bigint } {
    const known = this.programs.get(process);
    if (known) return known;
    const fresh = { calls: [], pc: 0n };
    this.programs.set(process, fresh);
    return fresh;
  }

  private executed(instruction: Decoded, pc: bigint, sp: bigint, isSwitch: boolean): void {
    const { row, rd, rs1, length } = instruction;
    const { calls } = this.now;
    // The way out of the kernel does not return: what called it is over.
    if (this.waysOut.includes(this.hart.pc)) return void (calls.length = 0);
    if (isSwitch && row.name === 'ld' && rd === SP) return this.switch(this.hart.readRegister(SP));
    if (row.name !== 'jal' && row.name !== 'jalr') return;
    if (rd === RA) calls.push({ returnTo: pc + BigInt(length), sp });
    if (row.name !== 'jalr' || rd !== 0 || rs1 !== RA) return;
    const call = calls.at(-1);
    if (call?.returnTo !== this.hart.pc || call.sp !== this.hart.readRegister(SP)) {
      throw new Error(
        `a return to 0x${this.hart.pc.toString(16)} that nobody called from, at 0x${pc.toString(16)}`,
      );
    }
    calls.pop();
  }

  /** The stack is another thread's. */
  private switch(sp: bigint): void {
    this.suspended.push(this.kernel);
    const index = this.suspended.findIndex(({ calls }) => calls.at(-1)?.sp === sp);
    if (index >= 0) {
      [this.kernel] = this.suspended.splice(index, 1);
      return;
    }
    // A thread that never ran "returns" to where it shall begin.
    const { kernel } = this.system;
    const context = this.hart.readRegister(A1);
    const process = kernel!.withContext(context);
    const ra = kernel!.context(process!)!.number('ra')!;
    this.kernel = { calls: [{ returnTo: ra, sp, isExact: true }], process: process!.address };
    this.fork(process!.address);
  }

  /** A new process: its program has not begun, or is where its parent was. */
  private fork(process: bigint): void {
    const { kernel } = this.system;
    const at = kernel!.at(process)!;
    const frame = kernel!.trapFrame(at)!;
    const pc = frame.number(kernel!.description.trapFrame.pc)!;
    const sp = frame.number('sp')!;
    const origin = [...this.forks.values()].find((one) => one.pc === pc - 4n && one.sp === sp);
    this.programs.set(process, { calls: [...(origin?.calls ?? [])], pc });
  }

  private trap(trap: Trap): void {
    this.moved = true;
    if (trap.from === Privilege.user) {
      const process = this.current;
      const program = this.program(process);
      program.pc = trap.epc;
      const isCall = trap.cause === Cause.ecallFromUser && !trap.interrupt;
      if (isCall && this.hart.readRegister(A7) === this.forkNumber)
        this.forks.set(process, { calls: [...program.calls], pc: trap.epc, sp: this.hart.readRegister(SP) });
      this.kernel = { calls: [], process };
    } else {
      this.kernel.calls.push({ returnTo: trap.epc, sp: this.hart.readRegister(SP), isExact: true });
    }
  }

  private trapReturn({ from, to, pc }: TrapReturn): void {
    this.moved = true;
    if (from === Privilege.machine) {
      // At boot nothing was interrupted.
      if (to !== Privilege.user && this.kernel.calls.at(-1)?.isExact) this.kernel.calls.pop();
      return;
    }
    if (to === Privilege.user) {
      const program = this.program(this.current);
      const goesOn = pc === program.pc || pc === program.pc + 4n;
      // Its first instruction, or that of the program that exec put in its place.
      if (!goesOn) program.calls.length = 0;
      return;
    }
    if (this.kernel.calls.pop()?.returnTo !== pc) throw new Error('a trap in the kernel returned elsewhere');
  }

  /** Code addresses of the frames that there are now, newest first: kernel's, and those of the program behind the trap. */
  frames(): { kernel: Place[]; program: Place[] | undefined } {
    const hart = (this.hart = this.system.machine.current);
    if (hart.privilege === Privilege.user) {
      return { kernel: [], program: places(hart.pc, this.program(this.current)) };
    }
    const { process } = this.kernel;
    const program = process === undefined ? undefined : this.program(process);
    return { kernel: places(hart.pc, this.kernel), program: program && places(program.pc, program) };
  }
}

/** An instruction that a frame is at, and sp there where it is a caller's. */
export interface Place {
  readonly at: bigint;
  readonly sp?: bigint;
}

const places = (pc: bigint, { calls }: Calls): Place[] => [
  { at: pc },
  ...[...calls]
    .reverse()
    .map(({ returnTo, sp, isExact }) => ({ at: isExact ? returnTo : returnTo - 1n, sp })),
];
