import { Cause } from '../isa/causes';
import { csrNumber } from '../isa/csrs';
import type { Clock } from './clock';
import type { CsrFile } from './csr-file';
import type { AccessEffects } from './data-access';
import type { Decoded, Meaning, SystemOperation } from '../isa/row';
import type { InstructionFetch } from './instruction-fetch';
import type { Interrupts } from './interrupts';
import { Slot } from './layout';
import type { State } from './state';
import { Status } from './status';
import { StepResult } from './step-result';
import type { Timing } from './timing/timing';
import type { Tlb } from './tlb';
import type { Traps } from './traps';
import { Privilege } from './types';

const numbers = (...names: string[]): ReadonlySet<number> => new Set(names.map((name) => csrNumber(name)!));
const MIP = csrNumber('mip');
/** CSRs after whose writes another deadline may be next. */
const DEADLINES = numbers('stimecmp', 'menvcfg');
/** CSRs whose writes can neither enable an interrupt nor change how the next instruction is fetched. */
const INERT = numbers('sscratch', 'sepc', 'scause', 'stval', 'mscratch', 'mepc', 'mcause', 'mtval');

/** Instructions that the engine does not do by itself: CSR access, calls, trap returns, waiting, fences. */
export class SystemInstructions {
  constructor(
    private readonly state: State,
    private readonly clock: Clock,
    private readonly csrs: CsrFile,
    private readonly interrupts: Interrupts,
    private readonly traps: Traps,
    private readonly tlb: Tlb,
    private readonly fetch: InstructionFetch,
    private readonly effects: AccessEffects,
    private readonly timing: Timing | undefined,
  ) {}

  /** A Zicsr instruction. @returns see SlowPath.execute */
  csr({ rd, rs1, imm, length }: Decoded, { write: how, source }: Meaning & { kind: 'csr' }): number {
    const { state, csrs } = this;
    const number = imm & 0xfff;
    const writes = how === 'replace' || rs1 !== 0;
    if (!csrs.accessible(number, writes)) return this.illegal();
    const operand = (Slot.registers + 8 * rs1) as Slot;
    const low = source === 'immediate' ? rs1 : state.low(operand);
    const high = source === 'immediate' ? 0 : state.high(operand);
    csrs.read(number);
    const oldLow = csrs.low;
    const oldHigh = csrs.high;
    if (writes) {
      // What the PLIC holds up reads as SEIP, but is not written back (privileged specification, "mip and mie Registers").
      const kept = number === MIP ? state.low(Slot.softwarePending) : oldLow;
      if (how === 'replace') csrs.write(number, low, high);
      else if (how === 'set') csrs.write(number, kept | low, oldHigh | high);
      else csrs.write(number, kept & ~low, oldHigh & ~high);
    }
    if (rd !== 0) state.setHalves((Slot.registers + 8 * rd) as Slot, oldLow, oldHigh);
    if (!writes || INERT.has(number)) return length;
    if (DEADLINES.has(number) || this.interrupts.wakes()) this.clock.cut();
    this.goOn(length);
    return StepResult.jump;
  }

  /** @returns a StepResult: always a jump, as mode, translation or interrupts may have changed */
  run(operation: SystemOperation, length: number): number {
    const { state } = this;
    const { privilege, mstatus } = state;
    const supervisor = privilege === Privilege.supervisor;
    switch (operation) {
      case 'ecall':
        this.effects.raise(ecallCause(privilege), 0, 0);
        return StepResult.jump;
      case 'ebreak':
        this.effects.raise(Cause.breakpoint, state.low(Slot.pc), state.high(Slot.pc));
        return StepResult.jump;
      case 'mret':
        if (privilege !== Privilege.machine) return this.illegal();
        this.traps.return(Privilege.machine);
        break;
      case 'sret':
        if (privilege === Privilege.user || (supervisor && (mstatus & Status.TSR) !== 0))
          return this.illegal();
        this.traps.return(Privilege.supervisor);
        break;
      case 'wfi':
        if (privilege === Privilege.user || (supervisor && (mstatus & Status.TW) !== 0))
          return this.illegal();
        state.setLow(Slot.waiting, 1);
        this.clock.cut();
        this.goOn(length);
        return StepResult.jump;
      case 'sfenceVma':
        if (privilege === Privilege.user || (supervisor && (mstatus & Status.TVM) !== 0))
          return this.illegal();
        this.tlb.flushHart();
        this.timing?.forgetTranslations();
        this.goOn(length);
        return StepResult.jump;
    }
    if (this.interrupts.wakes()) this.clock.cut();
    return StepResult.jump;
  }

  illegal(): number {
    const bits = this.fetch.bits();
    this.effects.raise(Cause.illegalInstruction, bits, 0);
    return StepResult.jump;
  }

  private goOn(length: number): void {
    this.state.add(Slot.pc, length);
  }
}

function ecallCause(privilege: Privilege): Cause {
  if (privilege === Privilege.user) return Cause.ecallFromUser;
  return privilege === Privilege.supervisor ? Cause.ecallFromSupervisor : Cause.ecallFromMachine;
}
