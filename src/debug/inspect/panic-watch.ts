import { Register } from '../../isa/registers';
import type { System } from '../system';
import type { Witness } from '../witness';

/** Notes that a kernel has given up. One that does not switch the machine off stays in a loop, which says nothing of it. */
export class PanicWatch implements Witness {
  readonly addresses: readonly bigint[];
  private message: string | undefined;

  constructor(private readonly system: System) {
    const functions = system.kernel?.eventFunctions ?? new Map<bigint, string>();
    this.addresses = [...functions].flatMap(([address, event]) => (event === 'panic' ? [address] : []));
  }

  reached(cpu: number): void {
    const hart = this.system.hart(cpu);
    if (!this.addresses.includes(hart.pc)) return;
    this.message ??= this.system.kernel?.memory.readText(hart.readRegister(Register.a0)) ?? '';
  }

  /** What it said as it gave up; undefined: it has not. */
  get words(): string | undefined {
    return this.message;
  }

  save(): unknown {
    return this.message;
  }
  restore(message: unknown): void {
    this.message = message as string | undefined;
  }
}
