import { Emitter } from '../../base/event';
import { Cause } from '../../isa/causes';
import { registerNumber } from '../../isa/registers';
import { LINE_SIZE } from '../../machine/timing/core';
import type { Stretch } from '../../machine/timing/stretch';
import {
  Privilege,
  type Hart,
  type Machine,
  type MachineStop,
  type Trap,
  type TrapReturn,
} from '../../machine/types';
import type { KernelEvent } from '../kernels/event-functions';
import type { Kernel } from '../kernels/kernel';
import type { Process } from '../kernels/process-entries';
import { modeOf, type System } from '../system';
import { filterOf } from '../traps/filters';
import type { Witness } from '../witness';
import { ConsoleLines } from './console-lines';
import type { Fact, Occasion, Step, TimelineEvent } from './event';
import { ProcessNames } from './process-names';
import { TrapSettings } from './trap-settings';

/** What took a process into the kernel, where it still is. */
interface OpenTrap {
  readonly trap: Trap;
  /** Number of the system call that it asked for. */
  readonly call: bigint | undefined;
}

const A0 = registerNumber('a0')!;
/** Processes that something is known of, before it is looked which of them are still there. */
const MOST_OPEN = 1024;

/** The facts of a run, told from what the machine did and from what is in the kernel's memory as it does it. */
export class Timeline implements Witness {
  readonly events = new Emitter<TimelineEvent>();
  private readonly console = new ConsoleLines((pid, text) =>
    this.tell({ kind: 'console', text }, this.machine.current, pid),
  );
  /** By process (null: none). */
  private open = new Map<number | null, OpenTrap>();
  /** CPUs that a trap has taken into machine mode: the first return from there, without one, hands over to the kernel. */
  private taken: ReadonlySet<number> = new Set();
  /** Paths of the programs that are being loaded, by process. */
  private loading = new Map<number, string>();

  /** Of those that have ended, too. */
  readonly names = new ProcessNames();

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
    for (const hart of this.machine.harts) this.tell({ kind: 'boot', boot: 'reset' }, hart, null);
  }

  trap(trap: Trap): void {
    const { cpu, cause, value, epc: pc } = trap;
    const pid = this.pidOn(cpu);
    const filter = filterOf(trap);
    const call = filter === 'syscall' ? this.system.callAsked(this.system.hart(cpu)) : undefined;
    if (trap.from === Privilege.user) this.enter(pid, { trap, call: call?.number });
    if (trap.to === Privilege.machine) this.taken = new Set([...this.taken, cpu]);
    const occasion = this.crossing(trap, pid, pc, cause);
    if (trap.interrupt) this.events.emit({ ...occasion, kind: 'interrupt' });
    else if (filter !== 'syscall') this.events.emit({ ...occasion, kind: 'exception', value });
    else this.events.emit({ ...occasion, kind: 'trap', ...(call && { call }) });
  }

  trapReturn(trapReturn: TrapReturn): void {
    const { cpu, from, to, pc } = trapReturn;
    const pid = this.pidOn(cpu);
    const isAnswered = from === Privilege.machine && this.taken.has(cpu);
    if (isAnswered) this.taken = new Set([...this.taken].filter((one) => one !== cpu));
    else if (from === Privilege.machine && to === Privilege.supervisor) {
      this.events.emit({ ...this.crossing(trapReturn, pid, pc, null), kind: 'boot', boot: 'handover' });
      return;
    }
    const open = to === Privilege.user ? this.open.get(pid) : undefined;
    if (to === Privilege.user) this.open.delete(pid);
    const occasion = this.crossing(trapReturn, pid, pc, open?.trap.cause ?? null);
    const isAnswer = open !== undefined && !open.trap.interrupt && open.trap.cause === Cause.ecallFromUser;
    const { call } = open ?? {};
    this.events.emit({
      ...occasion,
      kind: 'return',
      ...(isAnswer && call !== undefined && { call }),
      ...(isAnswer && { result: this.system.hart(cpu).readRegister(A0) }),
    });
  }

  /** The CPU goes from one mode to another. */
  private crossing(
    { at, cpu, from, to }: Trap | TrapReturn,
    pid: number | null,
    pc: bigint,
    cause: number | null,
  ): Occasion {
    return { at, cpu, pid, name: this.nameOf(pid), from: modeOf(from), to: modeOf(to), pc, cause };
  }

  transient(stretch: Stretch): void {
    const { at, cpu, pc, mode, cause: behind, load, instructions, end: ended } = stretch;
    const pid = this.pidOn(cpu);
    const loads = [load, ...instructions.map((each) => each.load)].filter((each) => each !== undefined);
    const refused = loads.find(({ refusal }) => refusal !== undefined);
    const brought = loads.filter(({ level }) => level !== undefined && level !== 'first');
    const lines = new Set(brought.map(({ physical }) => BigInt(physical - (physical % LINE_SIZE))));
    const inMode = modeOf(mode);
    this.events.emit({
      at,
      cpu,
      pid,
      name: this.nameOf(pid),
      from: inMode,
      to: inMode,
      pc,
      cause: null,
      kind: 'transient',
      behind,
      instructions: instructions.length,
      ended,
      ...(refused && { address: refused.address, value: refused.value, refusal: refused.refusal! }),
      lines: [...lines],
      stretch,
    });
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

  private kernelCall(event: KernelEvent, hart: Hart, kernel: Kernel): void {
    const [first, second, third] = [A0, A0 + 1, A0 + 2].map((a) => hart.readRegister(a)) as [
      bigint,
      bigint,
      bigint,
    ];
    const text = (address: bigint): string => kernel.memory.readText(address) ?? '';
    switch (event) {
      case 'contextSwitch':
        return this.contextSwitch(kernel.withContext(first), kernel.withContext(second), hart);
      case 'load':
        return this.load(kernel.at(first)?.pid ?? null, text(third), hart);
      case 'processExit':
        return this.exit(kernel.eventOn(event, hart), hart);
      case 'killed':
        return this.killed(kernel.eventOn(event, hart).process, hart);
      case 'wake':
        return this.wake(kernel.eventOn(event, hart).process, hart);
      case 'panic':
        return this.tell({ kind: 'panic', message: text(first) }, hart, this.pidOn(hart.id));
      case 'bootStep':
        return this.step(kernel.stepOn(hart), kernel.at(second), hart);
    }
  }

  private exit({ process, status }: ReturnType<Kernel['eventOn']>, hart: Hart): void {
    if (process) this.forget(process.pid);
    this.tellOf(process, { kind: 'exit', status: Number(BigInt.asIntN(32, status)) }, hart);
  }

  private killed(victim: Process | undefined, hart: Hart): void {
    const trap = this.open.get(victim?.pid ?? null)?.trap;
    const fault = trap && { cause: trap.cause, interrupt: trap.interrupt, epc: trap.epc, value: trap.value };
    if (victim) this.forget(victim.pid);
    this.tellOf(victim, { kind: 'killed', ...(fault && { fault }) }, hart, trap?.cause ?? null);
  }

  private enter(pid: number | null, trap: OpenTrap): void {
    this.open.set(pid, trap);
    // Of a kernel that does not tell when a process ends.
    if (this.open.size > MOST_OPEN) this.prune();
  }

  /** Forgets what is known of processes that are no more. */
  private prune(): void {
    const living = new Set(this.kernel?.list().processes.map(({ pid }) => pid));
    for (const pid of this.open.keys()) if (pid !== null && !living.has(pid)) this.forget(pid);
    for (const pid of this.loading.keys()) if (!living.has(pid)) this.forget(pid);
  }

  /** A process has ended: it will not come back from the kernel. */
  private forget(pid: number): void {
    this.console.end(pid);
    this.open.delete(pid);
    this.loading.delete(pid);
  }

  /** Something the kernel does for a process, or to boot; then what the hardware has been told to do from now on. */
  private step(step: Step, whose: Process | undefined, hart: Hart): void {
    if (whose) {
      const path = this.loading.get(whose.pid);
      return this.tell({ kind: 'process', ...step, ...(path !== undefined && { path }) }, hart, whose.pid);
    }
    this.tell({ kind: 'boot', boot: 'step', ...step }, hart, null);
    for (const setting of this.settings.news(hart)) this.tell(setting, hart, null);
  }

  /** The process has no name yet: it gets that of its program. */
  private load(pid: number | null, path: string, hart: Hart): void {
    if (pid !== null) this.loading.set(pid, path);
    // What could not be loaded never runs.
    if (this.loading.size > MOST_OPEN) this.prune();
    this.tell({ kind: 'load', path }, hart, pid);
  }

  /** What the process waited for is there, or it need not wait any longer. */
  private wake(process: Process | undefined, hart: Hart): void {
    this.tellOf(process, { kind: 'state', state: 'ready', ...waitingFor(process) }, hart);
  }

  /** Processes give the CPU to each other, or to a scheduler, which is no process. */
  private contextSwitch(old: Process | undefined, next: Process | undefined, hart: Hart): void {
    if (old?.state === 'blocked')
      this.tellOf(old, { kind: 'state', state: 'blocked', ...waitingFor(old) }, hart);
    if (old) this.tellOf(old, { kind: 'switch', cpuIs: 'taken' }, hart);
    if (next) this.tellOf(next, { kind: 'switch', cpuIs: 'given' }, hart);
    if (next) this.loading.delete(next.pid);
  }

  /** The run is over, or (undefined) is given up: tells what is left to tell. */
  finish(stop?: MachineStop): void {
    this.console.finish();
    const { current } = this.machine;
    if (stop?.kind === 'finished') {
      this.tell({ kind: 'halt', end: 'finished', code: stop.code }, current, null);
    } else if (stop?.kind === 'reset') this.tell({ kind: 'halt', end: 'reset' }, current, null);
    else if (stop?.kind === 'stuck')
      this.tell({ kind: 'halt', end: 'stuck', reason: stop.reason }, current, null);
  }

  save(): unknown {
    const saved: SavedTimeline = {
      open: new Map(this.open),
      loading: new Map(this.loading),
      names: this.names.save(),
      console: this.console.save(),
      settings: this.settings.save(),
      taken: this.taken,
    };
    return saved;
  }

  restore({ open, loading, names, console, settings, taken }: SavedTimeline): void {
    this.open = new Map(open);
    this.loading = new Map(loading);
    this.names.restore(names);
    this.console.restore(console);
    this.settings.restore(settings);
    this.taken = taken;
  }

  private tellOf(process: Process | undefined, fact: Fact, hart: Hart, cause: number | null = null): void {
    if (process && process.name !== '') this.names.set(process.pid, process.name);
    this.tell(fact, hart, process?.pid ?? null, cause);
  }

  private tell(fact: Fact, hart: Hart, pid: number | null, cause: number | null = null): void {
    const mode = modeOf(hart.privilege);
    const at = this.machine.instant;
    const name = this.nameOf(pid);
    this.events.emit({ at, cpu: hart.id, pid, name, from: mode, to: mode, pc: hart.pc, cause, ...fact });
  }

  private nameOf(pid: number | null): string | null {
    return pid === null ? null : (this.names.get(pid) ?? null);
  }

  private pidOn(cpu: number): number | null {
    return this.system.runningPid(this.system.hart(cpu)) || null;
  }
}

interface SavedTimeline {
  readonly open: ReadonlyMap<number | null, OpenTrap>;
  readonly loading: ReadonlyMap<number, string>;
  readonly names: ReadonlyMap<number, string>;
  readonly console: ReadonlyMap<number | null, readonly number[]>;
  readonly settings: ReadonlyMap<string, bigint>;
  readonly taken: ReadonlySet<number>;
}

const waitingFor = (process: Process | undefined): { waitingFor?: string } =>
  process?.waitingFor === undefined ? {} : { waitingFor: process.waitingFor };
