import { Register } from '../../isa/registers';
import { Cause } from '../../isa/causes';
import { Privilege, type Trap } from '../../machine/types';
import type { System } from '../system';
import { GivenUp, type Cursor } from './cursor';
import type { Moment } from './moments';
import type { Travel } from './travel';

/** Where a thread stood: the place that a call or a trap came back to. */
export interface FramePlace {
  readonly pc: bigint;
  readonly sp: bigint;
  readonly mode: Privilege;
}

/** A call or a trap that was over before the place at which the walk stands. */
interface Inner {
  readonly kind: 'call' | 'trap';
  /** Where it came back to. */
  readonly back: FramePlace;
}

/**
 * A step of the function that the walk is in; `isOuter`: of who called it, or was interrupted for it; `isInner`: the last one of what it
 * called, or asked the kernel for.
 */
export interface Found {
  readonly moment: Moment;
  readonly isOuter: boolean;
  readonly isInner?: boolean;
}

/** So many steps of what was called are looked at, before the call is looked for in another way. */
const PATIENCE = 256;

/** Whether a trap came instead of the instruction. An ecall or ebreak has done its work. */
export const wasInterrupted = ({ interrupt, cause }: Trap): boolean =>
  interrupt ||
  ![Cause.breakpoint, Cause.ecallFromUser, Cause.ecallFromSupervisor, Cause.ecallFromMachine].some(
    (one) => one === cause,
  );

/** Goes back through the steps of one function of a thread, over what it called and over what interrupted it. */
export class FrameWalk {
  /** Where it stood before its last step back. */
  private before: FramePlace;

  constructor(
    private readonly system: System,
    private readonly travel: Travel,
    readonly cursor: Cursor,
    /** Where the walk stands: it goes back from there. */
    private here: FramePlace,
  ) {
    this.before = here;
  }

  /** The thread's step before, whatever it was, but for interrupts that were handled meanwhile. */
  async any(intoInterrupts: boolean): Promise<Moment | undefined> {
    for (;;) {
      const moment = await this.cursor.previous();
      if (moment?.kind !== 'trapReturn' || moment.trap || intoInterrupts) return moment && this.stand(moment);
      const trap = await this.trapBefore(moment.at, this.here);
      if (!trap || !wasInterrupted(trap)) return this.stand(moment);
      // Neither the handler nor the instruction that it came before.
      this.cursor.jump(trap.at - 1);
    }
  }

  /** The step before in this function; undefined: there is none. */
  async previous(): Promise<Found | undefined> {
    const inner: Inner[] = [];
    for (let seen = 0; ; seen++) {
      if (inner.length > 0 && seen > PATIENCE) {
        const found = await this.entryOf(inner[0]);
        if (found === undefined) return undefined;
        inner.length = 1;
        this.cursor.jump(found + 1);
        seen = 0;
      }
      const moment = await this.cursor.previous();
      if (!moment) return undefined;
      const last = inner.at(-1);
      if (moment.trap) {
        if (last?.kind === 'trap') {
          inner.pop();
          // It came before the instruction, or the instruction was tried again.
          if (wasInterrupted(moment.trap) || inner.length > 0) continue;
          return { moment: this.stand(moment), isOuter: false };
        }
        if (inner.length === 0) return { moment: this.stand(moment), isOuter: true };
        continue;
      }
      if (moment.kind === 'trapReturn') inner.push({ kind: 'trap', back: this.here });
      else if (moment.kind === 'return') inner.push({ kind: 'call', back: this.here });
      else if (moment.kind === 'call') {
        if (last?.kind === 'call') inner.pop();
        else if (inner.length === 0) return { moment: this.stand(moment), isOuter: true };
        if (inner.length === 0) return { moment: this.stand(moment), isOuter: false };
        continue;
      }
      if (inner.length === 0) return { moment: this.stand(moment), isOuter: false };
    }
  }

  /** The step that the walk has just gone back over is to be had once more. */
  putBack(moment: Moment): void {
    this.here = this.before;
    this.cursor.putBack(moment);
  }

  private stand(moment: Moment): Moment {
    this.before = this.here;
    this.here = { pc: moment.pc, sp: moment.sp, mode: moment.mode };
    return moment;
  }

  /** The instant before the step that made a call, or took a trap, that came back. */
  private async entryOf({ kind, back }: Inner): Promise<number | undefined> {
    const { travel, cursor } = this;
    const before = this.cursor.limit;
    if (kind === 'trap') {
      const trap = await this.trapBefore(before, back);
      return trap && trap.at - 1;
    }
    const found = await travel.latest(before, {
      addresses: [back.pc - 4n, back.pc - 2n],
      atAddress: (hart) =>
        cursor.who.runs(hart) && hart.privilege === back.mode && hart.readRegister(Register.sp) === back.sp
          ? true
          : undefined,
    });
    if (found.kind === 'cancelled') throw new GivenUp();
    return found.kind === 'found' ? found.at : undefined;
  }

  /** The trap that took the thread away from a place, before an instant. */
  private async trapBefore(before: number, { mode, sp }: FramePlace): Promise<Trap | undefined> {
    const { system, travel, cursor } = this;
    const found = await travel.latest(before, {
      isBeforeStep: true,
      atTrap: (trap) => {
        const hart = system.hart(trap.cpu);
        if (trap.from !== mode || !cursor.who.runs(hart)) return undefined;
        const isThere = mode === Privilege.user || hart.readRegister(Register.sp) === sp;
        return isThere ? trap : undefined;
      },
    });
    if (found.kind === 'cancelled') throw new GivenUp();
    return found.kind === 'found' ? found.what : undefined;
  }
}
