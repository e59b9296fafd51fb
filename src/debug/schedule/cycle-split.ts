import { Privilege, type Machine, type Trap, type TrapReturn } from '../../machine/types';
import type { Witness } from '../witness';

/** Cycles of the one CPU in user mode, and in the kernel's modes. Only where time is modelled. */
export class CycleSplit implements Witness {
  user = 0;
  kernel = 0;
  private before = 0;

  constructor(private readonly machine: Machine) {}

  trap({ from }: Trap): void {
    this.split(from === Privilege.user, 0);
  }

  /** Told within its step, which belongs to the mode that it leaves. */
  trapReturn({ from }: TrapReturn): void {
    this.split(from === Privilege.user, 1);
  }

  /** The run is over, in the kernel. */
  finish(): void {
    this.split(false, 0);
  }

  /** What follows is counted from nothing. */
  begin(): void {
    [this.user, this.kernel, this.before] = [0, 0, this.now];
  }

  private get now(): number {
    return this.machine.harts[0].retired + this.machine.timing!.countsOf(0).stalls;
  }

  private split(isUser: boolean, underway: number): void {
    const now = this.now + underway;
    this[isUser ? 'user' : 'kernel'] += now - this.before;
    this.before = now;
  }

  save(): undefined {}
  restore(): void {}
}
