import { hex } from '../base/integers';
import { Cause, causeName } from '../isa/causes';
import { missingExtension } from '../isa/missing-extension';
import type { Clock } from './clock';
import { Slot, parkedHart } from './layout';
import type { State } from './state';
import { Status } from './status';
import { Privilege } from './types';

/** A trap of a CPU, before the hardware has changed anything for it. */
export interface ComingTrap {
  readonly hart: number;
  readonly toSupervisor: boolean;
  readonly from: Privilege;
  readonly cause: number;
  readonly interrupt: boolean;
  readonly epc: bigint;
  /** Halves of what goes into stval or mtval. */
  readonly low: number;
  readonly high: number;
}

/** Every CPU has its turn within so many steps. */
const RECENT = 10_000;

/**
 * Finds the end of a machine whose trap handler faults at its first instruction: the trap leads back to that instruction, with the
 * same registers, and so on for ever. It is seen when a trap changes nothing, not even what the trap before it has written.
 */
export class EndlessTraps {
  private readonly first: (ComingTrap | undefined)[] = [];
  /** When each CPU was last seen in its circle. */
  private readonly seen: number[] = [];

  constructor(
    private readonly state: State,
    private readonly clock: Clock,
    private readonly cpus: number,
  ) {}

  /** This trap leads somewhere. */
  private forget(trap: ComingTrap): undefined {
    this.first[trap.hart] = trap;
    this.seen[trap.hart] = -Infinity;
    return undefined;
  }

  /** Generated code takes traps that lead somewhere by itself. @param at where the CPU's state is: in place, or parked */
  private hear(hart: number, at: number): void {
    const { i32, u64 } = this.state;
    const unheard = i32[(at + Slot.unheard) >> 2];
    if (unheard === 0) return;
    i32[(at + Slot.unheard) >> 2] = 0;
    this.forget({
      hart,
      toSupervisor: ((unheard >> 16) & 3) === Privilege.supervisor,
      from: ((unheard >> 8) & 3) as Privilege,
      cause: unheard & 0xff,
      interrupt: false,
      epc: u64[(at + Slot.unheardPc) >> 3],
      low: 0,
      high: 0,
    });
  }

  /** Why no CPU will ever do anything else; undefined while one might. */
  reason(trap: ComingTrap): string | undefined {
    const { state } = this;
    this.hear(trap.hart, 0);
    const { hart, toSupervisor, from, interrupt, epc } = trap;
    const slot = toSupervisor ? Slot.stvec : Slot.mtvec;
    const level = toSupervisor ? Privilege.supervisor : Privilege.machine;
    // Asked at every trap: the low halves tell nearly all of them apart.
    if (interrupt || from !== level || (state.low(slot) ^ state.low(Slot.pc)) & ~3) {
      return this.forget(trap);
    }
    const vector = state.get(slot);
    if (epc !== (vector & ~3n)) return this.forget(trap);
    // A handler may be entered by a jump, and trap then.
    this.first[hart] ??= trap;
    if (!(toSupervisor ? this.isSameForSupervisor(trap) : this.isSameForMachine(trap))) return undefined;
    const now = this.clock.instant;
    this.seen[hart] = now;
    for (let cpu = 0; cpu < this.cpus; cpu++) {
      if (cpu !== hart) this.hear(cpu, parkedHart(cpu));
      if (!(now - (this.seen[cpu] ?? -Infinity) < RECENT)) return undefined;
    }
    const name = toSupervisor ? 'stvec' : 'mtvec';
    const why =
      vector === 0n
        ? `no trap handler is installed: ${name} is 0`
        : `the trap handler at ${hex(epc)} (${name}) faults at its first instruction: ${inWords(trap)}, again and again`;
    const first = this.first[hart];
    return first
      ? `${why}; the first trap was ${withArticle(inWords(first))} at ${hex(first.epc)}${missing(first)}`
      : why;
  }

  private isSameForMachine({ cause, epc, low, high }: ComingTrap): boolean {
    const { state } = this;
    const { mstatus } = state;
    return (
      (mstatus & (Status.MIE | Status.MPIE)) === 0 &&
      (mstatus & Status.MPP) === Privilege.machine << Status.MPP_SHIFT &&
      state.get(Slot.mepc) === epc &&
      this.holds(Slot.mcause, cause, 0) &&
      this.holds(Slot.mtval, low, high)
    );
  }

  private isSameForSupervisor({ cause, epc, low, high }: ComingTrap): boolean {
    const { state } = this;
    const { mstatus } = state;
    // An interrupt of machine mode could come between, and change everything.
    if ((state.low(Slot.mie) & ~state.low(Slot.mideleg)) !== 0) return false;
    return (
      (mstatus & (Status.SIE | Status.SPIE)) === 0 &&
      (mstatus & Status.SPP) !== 0 &&
      state.get(Slot.sepc) === epc &&
      this.holds(Slot.scause, cause, 0) &&
      this.holds(Slot.stval, low, high)
    );
  }

  private holds(slot: Slot, low: number, high: number): boolean {
    return (this.state.low(slot) | 0) === (low | 0) && (this.state.high(slot) | 0) === (high | 0);
  }
}

function inWords({ cause, interrupt }: ComingTrap): string {
  const name = causeName(cause, interrupt);
  return name[0].toLowerCase() + name.slice(1);
}

/** What a compiler's default may bring into a program. */
function missing({ cause, low }: ComingTrap): string {
  const extension = cause === Cause.illegalInstruction ? missingExtension(low) : undefined;
  return extension === undefined ? '' : `, of ${extension}, which this machine does not have`;
}

const withArticle = (words: string): string => `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
