import type { Cause } from '../isa/causes';
import type { BoardDevices } from './board-devices';
import { Bus } from './bus';
import { PageStore, type Checkpoint } from './checkpoint';
import { Clock } from './clock';
import { CodePages } from './code-pages';
import { CsrFile } from './csr-file';
import { DataAccess, type AccessEffects } from './data-access';
import { DirtyPages } from './dirty-pages';
import type { Engine } from './engine/engine';
import { buildEngine } from './engine/build';
import { hashMachine, restoreHart, saveHart } from './hart-state';
import { HartView } from './hart-view';
import { InstructionFetch } from './instruction-fetch';
import { Interrupts } from './interrupts';
import { PAGE_SIZE, RAM_OFFSET, ROM_OFFSET, Slot } from './layout';
import { Marks } from './marks';
import { PageTables } from './page-tables';
import { PhysicalMemory, RAM_BASE, ROM_BASE } from './physical-memory';
import { Pmp } from './pmp';
import { Refill } from './refill';
import { SlowPath } from './slow-path';
import { State } from './state';
import { Sv39 } from './sv39';
import { SystemInstructions } from './system-instructions';
import { cores } from './timing/core';
import { Peek } from './timing/peek';
import { Timing } from './timing/timing';
import { Transient } from './timing/transient';
import { Tlb } from './tlb';
import { EndlessTraps } from './endless-traps';
import { Traps, type TrapObservers } from './traps';
import { Turns } from './turns';
import { Waiting } from './waiting';
import { MemoryWatches } from './watches';
import {
  Privilege,
  type BoardOptions,
  type ConsoleInput,
  type Hart,
  type Machine,
  type MemoryRange,
  type PageWalk,
  type MachineStop,
  type RunOptions,
  type WatchedAccess,
  type WatchList,
} from './types';

/** Steps in one call of the engine at most: WebAssembly code cannot be replaced by its optimised version while it runs. */
const MAX_BUDGET = 4_000_000;

/** The machine: harts, memory and the loop that runs them exactly (DESIGN "Machine"). */
export class SimulatedMachine implements Machine {
  readonly harts: readonly Hart[];
  readonly ram: MemoryRange;
  onTrap: Machine['onTrap'];
  onReturn: Machine['onReturn'];
  onReturnToUser: Machine['onReturnToUser'];
  onAccess: Machine['onAccess'];
  onConsole: Machine['onConsole'];
  onTransient: Machine['onTransient'];

  private readonly state: State;
  private readonly clock: Clock;
  private readonly turns: Turns;
  private readonly memory: PhysicalMemory;
  private readonly pmp: Pmp;
  private readonly tlb: Tlb;
  private readonly code: CodePages;
  private readonly marks: Marks;
  private readonly fetch: InstructionFetch;
  private readonly tables: PageTables;
  private readonly sv39: Sv39;
  private readonly interrupts: Interrupts;
  private readonly traps: Traps;
  private readonly csrs: CsrFile;
  private readonly engine: Engine;
  private readonly dirty: DirtyPages;
  private readonly pages: PageStore;
  private readonly watches: MemoryWatches;
  readonly timing: Timing | undefined;
  private devices!: BoardDevices;
  private readonly waiting: Waiting;
  /** Why the run ends after the step under way. */
  private pendingStop: MachineStop | undefined;
  /** The step under way took an exception instead of executing its instruction. */
  private raised = false;
  /** Once the guest switched the machine off, it stays off. */
  private end: Checkpoint['end'];

  /** @param devices is called once, with the clock that the devices live by */
  constructor(options: BoardOptions, devices: (machine: SimulatedMachine) => BoardDevices) {
    const { memory: size, cpus } = options;
    const hart = (): number => this.turns.active;
    this.ram = { base: RAM_BASE, size };
    const state = (this.state = new State(size, cpus));
    const clock = (this.clock = new Clock(state));
    const { costModel = 'none' } = options;
    const timing = (this.timing = costModel === 'none' ? undefined : new Timing(cores[costModel], state));
    this.turns = new Turns(state, clock, () => {
      this.pmp.changed();
      timing?.select(this.turns.active);
    });
    this.memory = new PhysicalMemory(state);
    this.dirty = new DirtyPages(size);
    this.pages = new PageStore(state, this.dirty);
    this.pmp = new Pmp(state);
    const refill = new Refill(state, this.pmp);
    this.tlb = new Tlb(state, refill, hart);
    this.tables = new PageTables(state, refill, this.tlb);
    this.code = new CodePages({
      held: (hostPage) => this.tlb.forgetWrites(hostPage),
      changed: (hostAddress, length) => this.engine.codeChanged(hostAddress, length),
      running: () => this.fetch.running(),
    });
    this.marks = new Marks((addresses) => this.engine.marksChanged(addresses));
    this.watches = new MemoryWatches(this.memory, (access) =>
      this.tell({ kind: 'memory', cpu: this.turns.active, pc: state.get(Slot.pc), ...access }),
    );
    this.sv39 = new Sv39(
      state,
      this.memory,
      this.pmp,
      (hostPage) => this.tables.walked(hostPage),
      (host) => {
        // Bits A and D take nothing back from what was translated: the page tables need not hear of it.
        this.changing(host, 8);
        this.watches.wrote(host, 8, 'walker');
      },
    );
    this.interrupts = new Interrupts(state, clock);
    const observers: TrapObservers = {
      onEndless: (reason) => this.finish({ kind: 'stuck', reason }),
      watchesTraps: () => this.onTrap !== undefined,
      watchesReturns: (to) =>
        this.onReturn !== undefined || (to === Privilege.user && this.onReturnToUser !== undefined),
      onTrap: (trap) =>
        void (this.onTrap?.(trap) && this.stopAfterStep({ kind: 'trap', cpu: trap.cpu, trap })),
      onReturn: (trapReturn) => {
        if (trapReturn.to === Privilege.user) this.onReturnToUser?.(trapReturn);
        if (this.onReturn?.(trapReturn))
          this.stopAfterStep({ kind: 'return', cpu: trapReturn.cpu, trapReturn });
      },
    };
    const endless = new EndlessTraps(state, clock, cpus);
    this.traps = new Traps(state, clock, this.tlb, hart, endless, observers, timing);
    this.csrs = new CsrFile(state, clock, this.interrupts, this.tlb, this.pmp, hart, timing);
    this.harts = Array.from(
      { length: cpus },
      (_, id) =>
        new HartView(id, state, this.csrs, clock, this.tlb, (wanted, action) =>
          this.turns.within(wanted, action),
        ),
    );
    this.devices = devices(this);
    this.waiting = new Waiting(state, this.turns, this.interrupts, this.devices, (now) => this.deadline(now));
    const effects: AccessEffects = {
      raise: (cause, low, high) => this.raise(cause, low, high),
      written: (host, length) => this.written(host, length),
      deviceTouched: () => {
        this.state.setLow(Slot.lines, this.devices.lines(this.turns.active));
        this.clock.cut();
      },
    };
    this.fetch = new InstructionFetch(state, this.memory, this.sv39, this.pmp, effects);
    this.engine = this.engineOf(options, effects);
    this.reset();
  }

  get input(): ConsoleInput {
    return this.devices.input;
  }
  get current(): Hart {
    return this.harts[this.turns.at(this.instant)];
  }
  get instant(): number {
    return this.clock.instant;
  }
  /** Ticks of mtime. */
  get time(): number {
    return this.clock.time;
  }
  instantOf(ticks: number): number {
    return this.clock.instantOf(ticks);
  }

  run(until: number, options: RunOptions = {}): MachineStop {
    const { idleUntil = Infinity } = options;
    let passBreakpoint = options.passBreakpoint === true;
    this.pendingStop = undefined;
    for (;;) {
      // Before anything returns: a state between two steps is the same whatever made the run stop there.
      this.devices.advance();
      const stop = this.end ?? this.pendingStop;
      if (stop) return stop;
      const now = this.clock.instant;
      if (now >= until) return { kind: 'limit' };
      this.turns.activate(this.turns.at(now));
      this.state.setLow(Slot.lines, this.devices.lines(this.turns.active));
      if (this.state.low(Slot.waiting) !== 0) {
        if (!this.interrupts.wakes()) {
          const stuck = this.waiting.pass(now, until, idleUntil);
          if (stuck) return stuck;
          continue;
        }
        this.state.setLow(Slot.waiting, 0);
      }
      const interrupt = this.interrupts.next();
      if (interrupt >= 0) {
        this.traps.take(interrupt, true, 0, 0);
        this.turns.pass(1);
        passBreakpoint = false;
        continue;
      }
      if (passBreakpoint) {
        this.stepPast(now);
        passBreakpoint = false;
        continue;
      }
      this.state.setLow(Slot.quiet, this.interrupts.wakes() ? 0 : this.traps.unwatched);
      this.clock.begin(
        Math.min(until - now, this.deadline(now) - now, this.turns.endOf(now) - now, MAX_BUDGET),
      );
      const exit = this.engine.run();
      this.clock.end();
      this.turns.passed(now);
      if (exit === 'mark' && !this.pendingStop) {
        const marked = this.state.get(Slot.pc);
        if (this.marks.hasBreakpoint(marked))
          return { kind: 'breakpoint', cpu: this.turns.active, pc: marked };
        // It writes what is watched: it runs by itself, so that nothing comes between it and the report.
        passBreakpoint = true;
      }
    }
  }

  /** One step, whatever mark the instruction has; tells of the registers and CSRs that it writes and that are watched. */
  private stepPast(now: number): void {
    const pc = this.state.get(Slot.pc);
    this.raised = false;
    this.clock.begin(1);
    const instruction = this.fetch.instruction();
    if (instruction) this.engine.step(instruction);
    else this.clock.spend();
    this.clock.end();
    this.turns.passed(now);
    if (!instruction || this.raised || !this.marks.writesWatched(instruction)) return;
    const { rd, row, imm } = instruction;
    const cpu = this.turns.active;
    if (rd !== 0) this.tell({ kind: 'register', cpu, pc, number: rd });
    if (row.meaning.kind === 'csr') this.tell({ kind: 'csr', cpu, pc, number: imm & 0xfff });
  }

  setBreakpoints(addresses: Iterable<bigint>): void {
    this.marks.setBreakpoints(new Set(addresses));
  }

  setWatches(watches: WatchList): void {
    this.watches.set(watches.memory);
    this.marks.setWatches(watches);
    this.tlb.flushAll();
  }

  /** See MemoryWatches.listen. */
  listen(address: number, length: number, stored: () => void): void {
    this.watches.listen(address, length, stored);
    this.tlb.flushAll();
  }

  readPhysical(address: number, length: number): Uint8Array | undefined {
    return this.memory.read(address, length);
  }

  writePhysical(address: number, bytes: Uint8Array): boolean {
    const host = this.memory.hostAddress(address, bytes.length);
    if (host < 0 || !this.memory.isWritable(host)) return false;
    this.written(host, bytes.length);
    this.state.u8.set(bytes, host);
    return true;
  }

  /** Memory as a device reads it: as `readPhysical`, but watches see it. */
  readForDevice(address: number, length: number): Uint8Array | undefined {
    const bytes = this.readPhysical(address, length);
    if (bytes) this.watches.read(this.memory.hostAddress(address, length), length, 'device');
    return bytes;
  }

  /** Memory as a device writes it: as `writePhysical`, but watches see it. */
  writeForDevice(address: number, bytes: Uint8Array): boolean {
    const isDone = this.writePhysical(address, bytes);
    if (!isDone) return false;
    const host = this.memory.hostAddress(address, bytes.length);
    this.timing?.deviceWrote(host, bytes.length);
    this.watches.wrote(host, bytes.length, 'device');
    return true;
  }

  walk(satp: bigint, address: bigint): PageWalk {
    return this.sv39.walk(satp, address);
  }

  get hasDisk(): boolean {
    return this.devices.hasDisk;
  }
  readDisk(): Uint8Array | undefined {
    return this.devices.readDisk();
  }

  hash(isArchitectural = false): string {
    const { timing, ...architectural } = this.saveCheckpoint();
    return hashMachine(architectural, isArchitectural ? undefined : timing);
  }

  saveCheckpoint(): Checkpoint {
    const pages = this.pages.save();
    this.tlb.forgetAllWrites();
    return {
      instant: this.instant,
      memory: this.ram.size,
      harts: this.harts.map(({ id }) => this.turns.within(id, () => saveHart(this.state))),
      pages,
      end: this.end,
      devices: {
        ...Object.fromEntries(this.devices.mappings.map(({ device }) => [device.name, device.save()])),
        input: this.devices.input.save(),
      },
      ...(this.timing && { timing: this.timing.save() }),
    };
  }

  restoreCheckpoint(checkpoint: Checkpoint): void {
    this.end = checkpoint.end;
    if (checkpoint.timing) this.timing?.restore(checkpoint.timing);
    for (const page of this.pages.restore(checkpoint.pages)) {
      this.code.change(RAM_OFFSET + page * PAGE_SIZE, PAGE_SIZE);
    }
    this.clock.set(checkpoint.instant);
    for (const { device } of this.devices.mappings) device.restore(checkpoint.devices[device.name]);
    this.devices.input.restore(checkpoint.devices['input']);
    for (const { id } of this.harts) {
      this.turns.activate(id);
      restoreHart(this.state, checkpoint.harts[id]);
      this.tlb.selectContext();
    }
    this.pmp.changed();
    this.tlb.flushAll();
  }

  private written(hostAddress: number, length: number): void {
    this.tables.change(hostAddress, length);
    this.changing(hostAddress, length);
  }

  private changing(hostAddress: number, length: number): void {
    this.dirty.mark(hostAddress, length);
    this.code.change(hostAddress, length);
  }

  /** Fills the boot ROM, from its first byte on. */
  writeRom(bytes: Uint8Array): void {
    this.state.u8.set(bytes, ROM_OFFSET);
  }

  /** The board was switched off, or reset, or cannot go on: no step follows the one under way. */
  finish(stop: MachineStop & { kind: 'finished' | 'reset' | 'stuck' }): void {
    this.end = stop;
    this.clock.cut();
  }

  private reset(): void {
    for (let hart = 0; hart < this.harts.length; hart++) {
      this.turns.activate(hart);
      this.state.set(Slot.pc, BigInt(ROM_BASE));
      this.state.setLow(Slot.privilege, Privilege.machine);
      this.state.setLow(Slot.reservation, -1);
      this.tlb.selectContext();
    }
    this.tlb.flushAll();
    this.turns.activate(0);
  }

  private engineOf(options: BoardOptions, effects: AccessEffects): Engine {
    const { state, memory, sv39, pmp, tlb, code, marks, fetch, tables } = this;
    const { watches, clock, csrs, interrupts, traps, timing } = this;
    const data = new DataAccess(
      state,
      memory,
      new Bus(this.devices.mappings),
      sv39,
      pmp,
      tlb,
      code,
      tables,
      watches,
      effects,
      timing,
    );
    const system = new SystemInstructions(state, clock, csrs, interrupts, traps, tlb, fetch, effects, timing);
    const transient = this.transientOf(options);
    const slow = new SlowPath(state, data, system, watches, timing, transient);
    const parts = { state, tlb, code, marks, fetch, slow, timing, transient };
    return buildEngine(options.engine ?? 'interpreter', parts);
  }

  private transientOf({ transient = 0, transientForwarding = true }: BoardOptions): Transient | undefined {
    const { state, memory, sv39, pmp, clock, timing } = this;
    if (!timing || transient === 0) return undefined;
    return new Transient(
      state,
      clock,
      new Peek(state, memory, sv39, pmp),
      timing,
      { limit: transient, forwards: transientForwarding },
      () => this.turns.active,
      () => this.onTransient,
    );
  }

  private raise(cause: Cause, low: number, high: number): void {
    this.raised = true;
    this.traps.take(cause, false, low, high);
    this.clock.retireNothing();
  }

  private tell(access: WatchedAccess): void {
    if (this.onAccess?.(access)) this.stopAfterStep({ kind: 'watch', cpu: access.cpu, access });
  }

  private stopAfterStep(stop: MachineStop): void {
    this.pendingStop ??= stop;
    this.clock.cut();
  }

  /** The next instant at which a line of the hart in place rises by itself. What is pending already is no deadline. */
  private deadline(now: number): number {
    const timer = this.interrupts.timerDeadline;
    return Math.min(timer > now ? timer : Infinity, this.devices.deadline());
  }
}
