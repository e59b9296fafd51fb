import type { BoardDevices } from './board-devices';
import type { Interrupts } from './interrupts';
import { Slot } from './layout';
import type { State } from './state';
import type { MachineStop } from './stop';
import type { Turns } from './turns';

/** Harts that wait in wfi (privileged specification, "Wait for Interrupt"), and what becomes of time meanwhile. */
export class Waiting {
  constructor(
    private readonly state: State,
    private readonly turns: Turns,
    private readonly interrupts: Interrupts,
    private readonly devices: BoardDevices,
    /** The next instant at which something happens by itself that the hart in place can see. */
    private readonly deadline: (now: number) => number,
  ) {}

  /**
   * The hart in place waits: its turn passes, or, when all wait, time jumps to the next deadline, but not beyond `until`; where input
   * may come meanwhile, not beyond `idleUntil`.
   */
  pass(now: number, until: number, idleUntil: number): MachineStop | undefined {
    const { devices, turns } = this;
    let next = Infinity;
    let listens = false;
    for (let hart = 0; hart < this.state.cpus; hart++) {
      const { waits, deadline, enabled } = turns.within(hart, () => ({
        waits: this.state.low(Slot.waiting) !== 0 && !this.wouldWake(hart),
        deadline: this.interrupts.timerDeadline,
        enabled: this.state.low(Slot.mie),
      }));
      if (!waits) {
        // Not beyond what may wake the hart in place: it must not depend on `until` when it goes on.
        turns.pass(Math.min(turns.endOf(now), until, this.deadline(now)) - now);
        return undefined;
      }
      if (deadline > now) next = Math.min(next, deadline);
      listens ||= (enabled & devices.inputLines(hart)) !== 0;
    }
    if (devices.allWait()) return undefined;
    next = Math.min(next, devices.deadline());
    if (next === Infinity) {
      if (devices.input.open && listens) return { kind: 'idle', until: next };
      if (listens && devices.nothingDue()) return undefined;
      return { kind: 'stuck', reason: 'every CPU waits for an interrupt (wfi), and none can ever come' };
    }
    const last = devices.input.open && listens ? idleUntil : Infinity;
    if (now >= last) return { kind: 'idle', until: next };
    turns.pass(Math.min(next, until, last) - now);
    return undefined;
  }

  private wouldWake(hart: number): boolean {
    this.state.setLow(Slot.lines, this.devices.lines(hart));
    return this.interrupts.wakes();
  }
}
