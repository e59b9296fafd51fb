import { hex } from '../base/integers';
import type { Pace } from '../debug/run/pace';
import { Runner } from '../debug/run/runner';
import type { Outcome } from '../debug/run/outcome';
import type { End } from '../debug/run/stop';
import type { Witness } from '../debug/witness';
import { AddressSpace } from '../debug/memory/address-space';
import { csrNumber } from '../isa/csrs';
import { abiNames } from '../isa/registers';
import { Privilege, type Hart, type Machine } from '../machine/types';
import { Backward } from './backward';
import { PointJudge } from './points';
import type { GdbStop, GdbTarget, Point, Resume } from './target';
import { FIRST_CSR, PC, PRIVILEGE } from './target-description';

const SATP = csrNumber('satp')!;

export interface MachineTargetParts {
  readonly pace: Pace;
  readonly witnesses: readonly Witness[];
  /** The instant at which the run ends at the latest. */
  readonly limit: number;
  /** The machine has come to its end, or to that instant. @returns its exit status */
  ended(end: End | { readonly kind: 'limit' }): number;
  /** The client has gone for good (`detach`), or wants the machine to end (`kill`). */
  left(how: 'detach' | 'kill'): void;
}

/** The machine as gdb sees it: its CPUs, whatever runs on them. */
export class MachineTarget implements GdbTarget {
  readonly canReverse = true;
  private readonly runner: Runner;
  private readonly points = new PointJudge();
  private last: number;
  private running: Promise<GdbStop> | undefined;
  private readonly backward: Backward;

  constructor(
    private readonly machine: Machine,
    private readonly parts: MachineTargetParts,
  ) {
    this.last = machine.current.id;
    this.runner = new Runner(machine, {
      pace: parts.pace,
      witnesses: parts.witnesses,
      judge: this.points,
      arm: () => machine.setWatches(this.points.watchList),
    });
    // What came from outside comes again.
    machine.input.keeps = true;
    this.backward = new Backward(this.runner, this.points);
  }

  get cpus(): number {
    return this.machine.harts.length;
  }

  get current(): number {
    return this.last;
  }

  readRegister(cpu: number, number: number): bigint | undefined {
    const hart = this.machine.harts[cpu];
    if (number < PC) return hart.readRegister(number);
    if (number === PC) return hart.pc;
    if (number === PRIVILEGE) return BigInt(hart.privilege);
    return number >= FIRST_CSR ? hart.readCsr(number - FIRST_CSR) : undefined;
  }

  writeRegister(cpu: number, number: number, value: bigint): boolean {
    const hart = this.machine.harts[cpu];
    const isDone = write(hart, number, value);
    if (isDone) this.backward.changed();
    return isDone;
  }

  readMemory(cpu: number, address: bigint, length: number): Uint8Array {
    return this.spaceOf(cpu).readPrefix(address, length);
  }

  writeMemory(cpu: number, address: bigint, bytes: Uint8Array): boolean {
    const isDone = this.spaceOf(cpu).write(address, bytes);
    this.backward.changed();
    return isDone;
  }

  setPoints(points: readonly Point[]): void {
    this.points.set(points, (address) => this.spaceOf(this.last).walk(address).physical);
    this.runner.breakpointsChanged();
  }

  async resume({ how, cpu, isBackward }: Resume): Promise<GdbStop> {
    this.runner.begin(how === 'continue' && !isBackward);
    if (isBackward) this.running = how === 'continue' ? this.backward.run() : this.backward.step(cpu);
    else {
      this.backward.leave();
      this.running = how === 'continue' ? this.run() : this.step(cpu);
    }
    const stop = await this.running;
    this.running = undefined;
    if (stop.kind !== 'exited') this.last = stop.cpu;
    return stop;
  }

  /** Resolves when the machine stands, which it is asked to. */
  async stand(): Promise<void> {
    this.runner.pause();
    await this.running;
  }

  /** Whatever runs comes to an end. */
  cancel(): void {
    this.runner.cancel();
  }

  private async run(): Promise<GdbStop> {
    return this.meaning(await this.runner.run({ until: this.parts.limit }));
  }

  interrupt(): void {
    this.runner.pause();
  }

  monitor(command: string): string {
    switch (command) {
      case 'info registers':
        return this.machine.harts.map(registersOf).join('');
      case 'instant':
        return `${this.machine.instant} instructions\n`;
      case 'quit':
        this.leave('kill');
        return '';
      case 'help':
        return 'help, info registers, instant (steps since reset), quit\n';
      default:
        return `there is no command "${command}"; there are help, info registers, instant, quit\n`;
    }
  }

  leave(how: 'detach' | 'kill'): void {
    this.parts.left(how);
  }

  /** One step of one CPU: the others go on meanwhile, in their turns. */
  private async step(cpu: number): Promise<GdbStop> {
    const hart = this.machine.harts[cpu];
    const { retired } = hart;
    for (;;) {
      const { pc, privilege } = hart;
      const outcome = await this.runner.run({ steps: 1, isBlind: true });
      if (outcome.kind !== 'reached') return this.meaning(outcome);
      // A trap retires nothing, and is a step all the same.
      const isDone = hart.retired !== retired || hart.pc !== pc || hart.privilege !== privilege;
      if (isDone) return { kind: 'trap', cpu };
    }
  }

  private meaning(outcome: Outcome): GdbStop {
    switch (outcome.kind) {
      case 'ended':
        return { kind: 'exited', status: this.parts.ended(outcome.end) };
      case 'stopped':
        return this.points.meaning(outcome.stop);
      case 'reached':
        return { kind: 'exited', status: this.parts.ended({ kind: 'limit' }) };
      default:
        return { kind: 'interrupt', cpu: this.machine.current.id };
    }
  }

  /** Memory as a CPU sees it now. */
  private spaceOf(cpu: number): AddressSpace {
    const hart = this.machine.harts[cpu];
    const isBare = hart.privilege === Privilege.machine;
    return new AddressSpace(this.machine, isBare ? 0n : (hart.readCsr(SATP) ?? 0n));
  }
}

/** @returns false when there is no such register, or it cannot be written */
function write(hart: Hart, number: number, value: bigint): boolean {
  if (number < PC) hart.writeRegister(number, value);
  else if (number === PC) hart.pc = value;
  else if (number === PRIVILEGE) return setPrivilege(hart, value);
  else return number >= FIRST_CSR && hart.writeCsr(number - FIRST_CSR, value);
  return true;
}

function setPrivilege(hart: Hart, value: bigint): boolean {
  const level = Object.values(Privilege).find((one) => BigInt(one) === value);
  if (level === undefined) return false;
  hart.privilege = level;
  return true;
}

const registersOf = (hart: Hart): string =>
  [
    `CPU ${hart.id}`,
    ` pc   ${hex(hart.pc, 16)}`,
    ...abiNames.map((name, number) => ` ${name.padEnd(4)} ${hex(hart.readRegister(number), 16)}`),
    '',
  ].join('\n');
