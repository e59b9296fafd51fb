import { Cause } from '../isa/causes';
import type { Clock } from './clock';
import type { CsrFile } from './csr-file';
import type { AccessEffects } from './data-access';
import type { Meaning, SystemOperation } from '../isa/row';
import { SlowResult } from './engine/exits';
import type { InstructionFetch } from './instruction-fetch';
import type { Interrupts } from './interrupts';
import { Entry, Slot } from './layout';
import type { State } from './state';
import { Status } from './status';
import type { Tlb } from './tlb';
import type { Traps } from './traps';
import { Privilege } from './types';

const MIP = 0x344;
/** CSRs after whose writes another deadline may be next. */
const DEADLINES: ReadonlySet<number> = new Set([0x14d, 0x30a]);
/** CSRs whose writes can neither enable an interrupt nor change how the next instruction is fetched. */
const INERT: ReadonlySet<number> = new Set([0x140, 0x141, 0x142, 0x143, 0x340, 0x341, 0x342, 0x343]);

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
  ) {}

  /** The Zicsr instruction in the entry at `ip`. @returns see SlowWork.execute */
  csr(ip: number, how: (Meaning & { kind: 'csr' })['write'], immediate: boolean, length: number): number {
    const { state, csrs } = this;
    const number = state.u16[(ip + Entry.imm) >> 1] & 0xfff;
    const source = state.u8[ip + Entry.rs1];
    const writes = how === 'replace' || source !== 0;
    if (!csrs.accessible(number, writes)) return this.illegal();
    const low = immediate ? source >> 3 : state.i32[source >> 2];
    const high = immediate ? 0 : state.i32[(source >> 2) + 1];
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
    const destination = state.u8[ip + Entry.rd] >> 2;
    if (destination !== 0) {
      state.i32[destination] = oldLow;
      state.i32[destination + 1] = oldHigh;
    }
    if (!writes || INERT.has(number)) return length;
    if (DEADLINES.has(number) || this.interrupts.wakes()) this.clock.cut();
    this.goOn(length);
    return SlowResult.jump;
  }

  /** @returns a SlowResult: always a jump, as mode, translation or interrupts may have changed */
  run(operation: SystemOperation, length: number): number {
    const { state } = this;
    const { privilege, mstatus } = state;
    const supervisor = privilege === Privilege.supervisor;
    switch (operation) {
      case 'ecall':
        this.effects.raise(ecallCause(privilege), 0, 0);
        return SlowResult.jump;
      case 'ebreak':
        this.effects.raise(Cause.breakpoint, state.low(Slot.pc), state.high(Slot.pc));
        return SlowResult.jump;
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
        return SlowResult.jump;
      case 'sfenceVma':
        if (privilege === Privilege.user || (supervisor && (mstatus & Status.TVM) !== 0))
          return this.illegal();
        this.tlb.flushHart();
        this.goOn(length);
        return SlowResult.jump;
    }
    if (this.interrupts.wakes()) this.clock.cut();
    return SlowResult.jump;
  }

  illegal(): number {
    const bits = this.fetch.bits();
    this.effects.raise(Cause.illegalInstruction, bits, 0);
    return SlowResult.jump;
  }

  private goOn(length: number): void {
    this.state.add(Slot.pc, length);
  }
}

function ecallCause(privilege: Privilege): Cause {
  if (privilege === Privilege.user) return Cause.ecallFromUser;
  return privilege === Privilege.supervisor ? Cause.ecallFromSupervisor : Cause.ecallFromMachine;
}
