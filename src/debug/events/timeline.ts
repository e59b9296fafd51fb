import { Emitter } from '../../base/event';
import { hex, toSigned64 } from '../../base/integers';
import { Cause } from '../../isa/causes';
import { registerNumber } from '../../isa/registers';
import {
  Privilege,
  type Hart,
  type Machine,
  type Stop,
  type Trap,
  type TrapReturn,
} from '../../machine/types';
import type { KernelDescription } from '../kernels/description';
import type { Kernel } from '../kernels/kernel';
import type { Process } from '../kernels/process-entries';
import { modeOf, type System } from '../system';
import { headline } from '../traps/words';
import type { Witness } from '../witness';
import { ConsoleLines } from './console-lines';
import type { EventKind, TimelineEvent } from './event';
import { TrapSettings } from './trap-settings';
import { returnInWords, trapInWords, trapKind } from './trap-event';

/** The story of a run, told from what the machine did and from what is in the kernel's memory as it does it. */
export class Timeline implements Witness {
  readonly events = new Emitter<TimelineEvent>();
  private readonly console = new ConsoleLines((pid, text) => this.tell('console', pid, text));
  /** Of each process (null: of none), the trap that took it into the kernel, where it still is. */
  private open = new Map<number | null, Trap>();

  /** Names of processes by pid, of those that have ended, too. */
  readonly names = new Map<number, string>();

  private readonly settings = new TrapSettings();

  private readonly machine: Machine;
  private readonly kernel: Kernel | undefined;

  constructor(private readonly system: System) {
    ({ machine: this.machine, kernel: this.kernel } = system);
  }

  /** Instructions before which the machine must stop for `reached`. */
  get addresses(): Iterable<bigint> {
    return this.kernel?.eventFunctions.keys() ?? [];
  }

  /** The machine is at its reset. */
  reset(): void {
    for (const hart of this.machine.harts) {
      this.tell('boot', null, `reset: cpu ${hart.id} starts in machine mode at ${hex(hart.pc)}`, { hart });
    }
  }

  trap(trap: Trap): void {
    const { cpu, at, from, to, cause } = trap;
    const pid = this.pidOn(cpu);
    if (from === Privilege.user) this.open.set(pid, trap);
    const kind = trapKind(trap);
    const call = kind === 'trap' ? this.systemCall(this.system.hart(cpu)) : undefined;
    const detail = trapInWords(trap, call);
    this.events.emit({ at, cpu, pid, from: modeOf(from), to: modeOf(to), kind, pc: trap.epc, cause, detail });
  }

  trapReturn(trapReturn: TrapReturn): void {
    const { cpu, at, from, to } = trapReturn;
    const pid = this.pidOn(cpu);
    const boots = from === Privilege.machine && to === Privilege.supervisor;
    const trap = to === Privilege.user ? this.open.get(pid) : undefined;
    if (to === Privilege.user) this.open.delete(pid);
    const isAnswer = trap !== undefined && !trap.interrupt && trap.cause === Cause.ecallFromUser;
    this.events.emit({
      at,
      cpu,
      pid,
      from: modeOf(from),
      to: modeOf(to),
      kind: boots ? 'boot' : 'return',
      pc: trapReturn.pc,
      cause: trap?.cause ?? null,
      detail: boots
        ? `leaves machine mode for the kernel at ${hex(trapReturn.pc)}`
        : returnInWords(trapReturn, isAnswer ? this.resultOn(cpu) : undefined),
    });
  }

  /** What the system call that a CPU comes back from has given. */
  private resultOn(cpu: number): string {
    const value = this.system.hart(cpu).readRegister(registerNumber('a0')!);
    return this.kernel?.systemCalls.result(value) ?? String(toSigned64(value));
  }

  consoleByte(byte: number): void {
    this.console.byte(this.pidOn(this.machine.current.id), byte);
  }

  /** One of `addresses` is next on this CPU. Other addresses are nobody's business here. */
  reached(cpu: number): void {
    const hart = this.system.hart(cpu);
    const event = this.kernel?.eventFunctions.get(hart.pc);
    if (event) this.kernelCall(event, hart, this.kernel!);
  }

  private kernelCall(event: keyof KernelDescription['events'], hart: Hart, kernel: Kernel): void {
    const [first, second, third] = [10, 11, 12].map((a) => hart.readRegister(a)) as [bigint, bigint, bigint];
    const process = (): Process | undefined => kernel.at(first);
    const text = (address: bigint): string => kernel.memory.readText(address) ?? '';
    switch (event) {
      case 'contextSwitch':
        return this.contextSwitch(kernel.withContext(first), kernel.withContext(second), hart);
      case 'load':
        return this.load(process(), text(third), hart);
      case 'processExit':
        return this.exit(kernel.eventOn(event, hart), hart);
      case 'killed': {
        const { process: victim } = kernel.eventOn(event, hart);
        const fault = this.open.get(victim?.pid ?? null);
        const why = fault ? `: ${headline(fault, undefined)}, pc ${hex(fault.epc)}` : '';
        this.tellOf(victim, 'killed', hart, `is killed${why}`, fault?.cause);
        if (victim) this.open.delete(victim.pid);
        return;
      }
      case 'wake':
        return this.wake(kernel.eventOn(event, hart).process, hart);
      case 'panic':
        return this.tell('panic', this.pidOn(hart.id), text(first), { hart });
      case 'bootStep':
        return this.step(text(first), kernel.at(second), hart);
    }
  }

  private exit({ process, status }: ReturnType<Kernel['eventOn']>, hart: Hart): void {
    this.tellOf(process, 'exit', hart, `exits with status ${BigInt.asIntN(32, status)}`);
    if (process) this.open.delete(process.pid);
  }

  /** Something the kernel does for a process, or to boot; then what the hardware has been told to do from now on. */
  private step(words: string, whose: Process | undefined, hart: Hart): void {
    if (whose) return this.tell('process', whose.pid, words, { hart });
    this.tell('boot', null, words, { hart });
    for (const told of this.settings.news(hart)) this.tell('boot', null, told, { hart });
  }

  /** The process has no name yet: it gets that of its program. */
  private load(process: Process | undefined, path: string, hart: Hart): void {
    const whom = process ? `process ${process.pid}` : 'a process';
    this.tell('load', process?.pid ?? null, `${path} is loaded for ${whom}`, { hart });
  }

  /** What the process waited for is there, or it need not wait any longer. */
  private wake(process: Process | undefined, hart: Hart): void {
    const waited = process?.waitingFor ? `: has waited for ${process.waitingFor}` : '';
    this.tellOf(process, 'state', hart, `is ready${waited}`);
  }

  /** Processes give the CPU to each other, or to a scheduler, which is no process. */
  private contextSwitch(old: Process | undefined, next: Process | undefined, hart: Hart): void {
    if (old?.state === 'blocked')
      this.tellOf(old, 'state', hart, `is blocked${old.waitingFor ? `: waits for ${old.waitingFor}` : ''}`);
    if (old) this.tellOf(old, 'switch', hart, 'gives up the CPU');
    if (next) this.tellOf(next, 'switch', hart, 'gets the CPU');
  }

  /** The run is over, or (undefined) is given up: tells what is left to tell. */
  finish(stop?: Stop): void {
    this.console.finish();
    if (stop?.kind === 'finished') {
      const how = stop.code === 0 ? 'pass' : `code ${stop.code}`;
      this.tell('halt', null, `the machine is switched off: ${how}`);
    } else if (stop?.kind === 'reset') this.tell('halt', null, 'the machine is told to reset');
    else if (stop?.kind === 'stuck') this.tell('halt', null, `the machine is stuck: ${stop.reason}`);
  }

  save(): unknown {
    const saved: SavedTimeline = {
      open: new Map(this.open),
      names: new Map(this.names),
      console: this.console.save(),
      settings: this.settings.save(),
    };
    return saved;
  }

  restore({ open, names, console, settings }: SavedTimeline): void {
    this.open = new Map(open);
    this.names.clear();
    for (const [pid, name] of names) this.names.set(pid, name);
    this.console.restore(console);
    this.settings.restore(settings);
  }

  private tellOf(
    process: Process | undefined,
    kind: EventKind,
    hart: Hart,
    what: string,
    cause?: number,
  ): void {
    if (process && process.name !== '') this.names.set(process.pid, process.name);
    const who = process ? `${process.name} (${process.pid})` : 'a process that is not in the table';
    this.tell(kind, process?.pid ?? null, `${who} ${what}`, { hart, cause });
  }

  private tell(
    kind: EventKind,
    pid: number | null,
    detail: string,
    { hart = this.machine.current, cause }: { hart?: Hart; cause?: number | undefined } = {},
  ): void {
    const mode = modeOf(hart.privilege);
    const at = this.machine.instant;
    this.events.emit({
      at,
      cpu: hart.id,
      pid,
      from: mode,
      to: mode,
      kind,
      pc: hart.pc,
      cause: cause ?? null,
      detail,
    });
  }

  /** The system call that this CPU has just trapped with, decoded: all registers are still the program's. */
  private systemCall(hart: Hart): string | undefined {
    return this.kernel?.systemCalls.describe({
      register: (name) => hart.readRegister(registerNumber(name)!),
      text: (address) => this.system.spaceOf(hart).readText(address),
    });
  }

  private pidOn(cpu: number): number | null {
    return this.system.runningPid(this.system.hart(cpu)) || null;
  }
}

interface SavedTimeline {
  readonly open: ReadonlyMap<number | null, Trap>;
  readonly names: ReadonlyMap<number, string>;
  readonly console: ReadonlyMap<number | null, readonly number[]>;
  readonly settings: ReadonlyMap<string, bigint>;
}
