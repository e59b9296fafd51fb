import type { Clock } from './clock';
import { Slot } from './layout';
import type { State } from './state';
import { InterruptBit, Status } from './status';
import { Privilege } from './types';

/** Order in which simultaneous interrupts are taken (privileged specification, "Machine Interrupt Registers"). */
const PRIORITY = [11, 3, 7, 9, 1, 5];

const STCE_HIGH = 1 << 31;

/** What is pending, what is enabled, and which interrupt the hart takes next. */
export class Interrupts {
  constructor(
    private readonly state: State,
    private readonly clock: Clock,
  ) {}

  /** Is the S-mode timer driven by stimecmp (menvcfg.STCE)? */
  get supervisorTimer(): boolean {
    return (this.state.high(Slot.menvcfg) & STCE_HIGH) !== 0;
  }

  /** The first instant at which stimecmp raises its interrupt; Infinity when it is off or out of reach. */
  get timerDeadline(): number {
    if (!this.supervisorTimer) return Infinity;
    const ticks = (this.state.high(Slot.stimecmp) >>> 0) * 2 ** 32 + (this.state.low(Slot.stimecmp) >>> 0);
    return ticks > Number.MAX_SAFE_INTEGER ? Infinity : this.clock.instantOf(ticks);
  }

  /** mip as it reads now. */
  pending(): number {
    const { state } = this;
    const bits = state.low(Slot.softwarePending) | state.low(Slot.lines);
    if (!this.supervisorTimer) return bits;
    return this.clock.instant >= this.timerDeadline ? bits | InterruptBit.STI : bits & ~InterruptBit.STI;
  }

  /** Would wfi go on? Whatever the global enables say (privileged specification, "Wait for Interrupt"). */
  wakes(): boolean {
    return (this.pending() & this.state.low(Slot.mie)) !== 0;
  }

  /** The cause of the interrupt to take before the next instruction, or -1. */
  next(): number {
    const { state } = this;
    const ready = this.pending() & state.low(Slot.mie);
    if (ready === 0) return -1;
    const { privilege, mstatus } = state;
    const delegated = state.low(Slot.mideleg);
    const machineEnabled = privilege < Privilege.machine || (mstatus & Status.MIE) !== 0;
    const supervisorEnabled =
      privilege < Privilege.supervisor ||
      (privilege === Privilege.supervisor && (mstatus & Status.SIE) !== 0);
    const toMachine = machineEnabled ? ready & ~delegated : 0;
    const candidates = toMachine !== 0 ? toMachine : supervisorEnabled ? ready & delegated : 0;
    for (const cause of PRIORITY) if ((candidates & (1 << cause)) !== 0) return cause;
    return -1;
  }
}
