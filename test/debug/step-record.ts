import { instructionWord } from '../../src/debug/unwind/code';
import { modeOf, type Mode, type System } from '../../src/debug/system';
import { decode } from '../../src/isa/decode';
import type { Trap } from '../../src/machine/types';
import { Privilege } from '../../src/machine/types';

/** What the step at an instant is: the CPU whose turn it is, whom that CPU runs, and what became of it. */
export interface Moment {
  readonly cpu: number;
  readonly pid: number;
  readonly mode: Mode;
  readonly pc: bigint;
  /** Calls that the program has made and not returned from; only differences mean something. */
  readonly depth: number;
  /** It is a call. */
  readonly isCall: boolean;
  readonly trap: Trap | undefined;
  /** It was a return from trap into this process's program. */
  readonly returnedTo: number | undefined;
}

const RA = 1;

/**
 * The straight run: a machine of its own, the same as the one that is debugged, that makes one step after the other and
 * writes down what each was. It knows nothing of the debugger's ways of running.
 */
export class StepRecord {
  private readonly moments: Moment[] = [];
  private readonly depths = new Map<number, number>();
  private readonly first: number;
  /** Entries of the kernel's switch function. */
  private readonly switches: number[] = [];
  private readonly switchAt: bigint | undefined;

  /** From the instant at which the machine is. */
  constructor(private readonly system: System) {
    this.first = system.machine.instant;
    this.switchAt = [...(system.kernel?.eventFunctions ?? [])].find(
      ([, event]) => event === 'contextSwitch',
    )?.[0];
  }

  at(instant: number): Moment {
    this.until(instant + 1);
    return this.moments[instant - this.first];
  }

  /** The digest of the machine at the newest instant that was asked for; undefined when that was another. */
  hashAt(instant: number): string | undefined {
    this.until(instant);
    return this.system.machine.instant === instant ? this.system.machine.hash() : undefined;
  }

  /** Traps taken by steps at instants from `from` on, before `to`. */
  traps(from: number, to: number): number {
    this.until(to);
    return this.moments.slice(from - this.first, to - this.first).filter(({ trap }) => trap).length;
  }

  contextSwitches(from: number, to: number): number {
    this.until(to);
    return this.switches.filter((at) => at >= from && at < to).length;
  }

  private until(instant: number): void {
    const { machine } = this.system;
    while (machine.instant < instant) {
      const before = machine.instant;
      this.step();
      // Switched off, or waiting for input that does not come.
      if (machine.instant === before) throw new Error(`the straight run ends at ${before}`);
    }
  }

  private step(): void {
    const { machine } = this.system;
    const start = machine.instant;
    const hart = machine.current;
    const pid = this.system.runningPid(hart);
    const { pc, id: cpu } = hart;
    const mode = modeOf(hart.privilege);
    const deeper = mode === 'user' ? this.callAt(pc) : 0;
    // On a bare machine a CPU is a thread.
    const thread = pid > 0 ? pid : -1 - cpu;
    const depth = this.depths.get(thread) ?? 0;
    let trap: Trap | undefined;
    let returnedTo: number | undefined;
    machine.onTrap = (taken) => ((trap = taken), false);
    machine.onReturn = ({ cpu: returning, to }) => {
      if (to === Privilege.user) returnedTo = this.system.runningPid(machine.harts[returning]);
      return false;
    };
    machine.run(start + 1);
    if (pc === this.switchAt) this.switches.push(start);
    if (mode === 'user' && !trap) this.depths.set(thread, depth + deeper);
    const moment: Moment = { cpu, pid, mode, pc, depth, isCall: deeper > 0, trap, returnedTo };
    // Steps in which all CPUs wait are made at once.
    while (this.first + this.moments.length < machine.instant) this.moments.push(moment);
  }

  private callAt(pc: bigint): number {
    const word = instructionWord(this.system.spaceOf(this.system.machine.current), pc);
    const instruction = word === undefined ? undefined : decode(word);
    if (!instruction) return 0;
    const { row, rd, rs1 } = instruction;
    if ((row.name === 'jal' || row.name === 'jalr') && rd === RA) return 1;
    return row.name === 'jalr' && rd === 0 && rs1 === RA ? -1 : 0;
  }
}
