import type { Clock } from './clock';
import type { EndlessTraps } from './endless-traps';
import { Quiet, Slot } from './layout';
import type { State } from './state';
import { MSTATUS_HIGH, Status } from './status';
import type { Timing } from './timing/timing';
import type { Tlb } from './tlb';
import { Privilege, type Trap, type TrapReturn } from './types';

/** Hooks of whoever watches the machine. */
export interface TrapObservers {
  onTrap(trap: Trap): void;
  onReturn(trapReturn: TrapReturn): void;
  /** Nothing but this trap will ever come again. */
  onEndless(reason: string): void;
  /** Whether anybody wants to be told: building the records costs. */
  watchesTraps(): boolean;
  watchesReturns(to: Privilege): boolean;
}

/** Trap entry and return (privileged specification, "Machine Status Registers" and "Supervisor Trap Vector Base Address"). */
export class Traps {
  constructor(
    private readonly state: State,
    private readonly clock: Clock,
    private readonly tlb: Tlb,
    private readonly hart: () => number,
    private readonly endless: EndlessTraps,
    private readonly observers: TrapObservers,
    private readonly timing: Timing | undefined,
  ) {}

  /** What generated code may do by itself: bits of `Quiet`, while no interrupt is pending that is enabled. */
  get unwatched(): number {
    const { observers } = this;
    return (
      Quiet.interrupts |
      (observers.watchesTraps() ? 0 : Quiet.traps) |
      (observers.watchesReturns(Privilege.user) ? 0 : Quiet.returnsToUser) |
      (observers.watchesReturns(Privilege.machine) ? 0 : Quiet.returns)
    );
  }

  /**
   * Takes a trap: all that the hardware does in that one step. pc must be in its slot.
   * @param low, high halves of what goes into stval or mtval
   */
  take(cause: number, interrupt: boolean, low: number, high: number): void {
    const { state } = this;
    this.timing?.trap();
    const from = state.privilege;
    const before = state.mstatus;
    const epc = state.get(Slot.pc);
    const delegation = state.low(interrupt ? Slot.mideleg : Slot.medeleg);
    const toSupervisor = from !== Privilege.machine && (delegation & (1 << cause)) !== 0;
    const coming = { hart: this.hart(), toSupervisor, from, cause, interrupt, epc, low, high };
    const endless = this.endless.reason(coming);
    if (endless !== undefined) this.observers.onEndless(endless);
    const interruptBit = interrupt ? 1 << 31 : 0;
    let vector: Slot;
    if (toSupervisor) {
      state.copy(Slot.sepc, Slot.pc);
      state.setHalves(Slot.scause, cause, interruptBit);
      state.setHalves(Slot.stval, low, high);
      let status = before & ~(Status.SPP | Status.SPIE | Status.SIE);
      if (from === Privilege.supervisor) status |= Status.SPP;
      if ((before & Status.SIE) !== 0) status |= Status.SPIE;
      state.mstatus = status;
      state.setLow(Slot.privilege, Privilege.supervisor);
      vector = Slot.stvec;
    } else {
      state.copy(Slot.mepc, Slot.pc);
      state.setHalves(Slot.mcause, cause, interruptBit);
      state.setHalves(Slot.mtval, low, high);
      let status = before & ~(Status.MPP | Status.MPIE | Status.MIE);
      status |= from << Status.MPP_SHIFT;
      if ((before & Status.MIE) !== 0) status |= Status.MPIE;
      state.mstatus = status;
      state.setLow(Slot.privilege, Privilege.machine);
      vector = Slot.mtvec;
    }
    const vectored = (state.low(vector) & 1) !== 0 && interrupt;
    state.set(Slot.pc, (state.get(vector) & ~3n) + (vectored ? BigInt(4 * cause) : 0n));
    this.tlb.selectContext();
    if (!this.observers.watchesTraps()) return;
    this.observers.onTrap({
      cpu: this.hart(),
      at: this.clock.instant + 1,
      cause,
      interrupt,
      from,
      to: state.privilege,
      epc,
      value: BigInt.asUintN(64, (BigInt(high) << 32n) | BigInt(low >>> 0)),
      handler: state.get(Slot.pc),
      statusBefore: statusValue(before),
      statusAfter: statusValue(state.mstatus),
    });
  }

  /** `sret` or `mret`, already found legal: mode and pc as they were before the trap. */
  return(level: typeof Privilege.supervisor | typeof Privilege.machine): void {
    const { state } = this;
    const from = state.privilege;
    let status = state.mstatus;
    let to: Privilege;
    if (level === Privilege.supervisor) {
      to = (status & Status.SPP) !== 0 ? Privilege.supervisor : Privilege.user;
      status = (status & ~(Status.SIE | Status.SPP)) | Status.SPIE;
      if ((state.mstatus & Status.SPIE) !== 0) status |= Status.SIE;
      state.copy(Slot.pc, Slot.sepc);
    } else {
      to = ((status & Status.MPP) >> Status.MPP_SHIFT) as Privilege;
      status = (status & ~(Status.MIE | Status.MPP)) | Status.MPIE;
      if ((state.mstatus & Status.MPIE) !== 0) status |= Status.MIE;
      state.copy(Slot.pc, Slot.mepc);
    }
    if (to !== Privilege.machine) status &= ~Status.MPRV;
    state.mstatus = status;
    state.setLow(Slot.privilege, to);
    this.tlb.selectContext();
    if (!this.observers.watchesReturns(to)) return;
    this.observers.onReturn({
      cpu: this.hart(),
      at: this.clock.instant + 1,
      from,
      to,
      pc: state.get(Slot.pc),
    });
  }
}

/** mstatus as it reads. */
export const statusValue = (low: number): bigint => (BigInt(MSTATUS_HIGH) << 32n) | BigInt(low >>> 0);
