import { Emitter } from '../../../base/event';
import { toUnsigned64 } from '../../../base/integers';
import { csrName } from '../../../isa/csrs';
import { Register, abiNames } from '../../../isa/registers';
import { Privilege, type Hart, type Trap, type TrapReturn, type WatchedAccess } from '../../../machine/types';
import { littleEndian, toLittleEndian } from '../../memory/address-space';
import type { Witness } from '../../witness';
import { modeOf, type System } from '../../system';
import { scalarOf } from '../../values/scalar';
import type { DataBreakpoint } from './data-breakpoint';
import { aliasesOf } from './csr-aliases';
import { mappingOf, type Mapping } from './mapping';
import { keyOfFrame, type Bits, type FrameOfData } from './place';
import type { DataTable } from './table';

/** Something happened to a watched value; its new bytes are in place. */
export interface DataEvent {
  readonly breakpoint: DataBreakpoint;
  readonly isWrite: boolean;
  /** undefined: not known, as nobody had looked. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
  /** Of the access within the value: where it was, when that is not all of it. */
  readonly part?: { readonly offset: number; readonly length: number };
  readonly by: Actor;
}

/** Who did it. */
export type Actor =
  | { readonly kind: 'instruction'; readonly pc: bigint; readonly hart: Hart }
  /** The page-table walk of an access, the hardware taking a trap, a return from trap. */
  | { readonly kind: 'walker' | 'trap' | 'return'; readonly hart: Hart }
  | { readonly kind: 'device' };

const NO_EVENTS: readonly DataEvent[] = [];
const NO_NUMBERS: ReadonlySet<number> = new Set();
const WRITTEN_BY_TRAP = {
  [Privilege.machine]: ['mstatus', 'mepc', 'mcause', 'mtval'],
  [Privilege.supervisor]: ['sstatus', 'mstatus', 'sepc', 'scause', 'stval'],
  [Privilege.user]: [],
} as const;

/** Immutable. */
interface SavedEnds {
  readonly ended: ReadonlySet<number>;
  readonly left: ReadonlySet<string>;
}

export const NOTHING_ENDED: SavedEnds = { ended: NO_NUMBERS, left: new Set() };

/**
 * Follows what data breakpoints watch: tells the machine where the bytes are now, and again when a page table changes, and
 * makes of the machine's reports what happened to which value.
 */
export class DataWatcher implements Witness {
  /** A breakpoint found its bytes, or lost them. */
  readonly mapped = new Emitter<DataBreakpoint>();
  private mappings = new Map<DataBreakpoint, Mapping>();
  /** What the trap, return or access that is being looked at has done to watched values. */
  private happened: readonly DataEvent[] = [];
  /** Processes that have lost their memory. */
  private ended: ReadonlySet<number> = NO_NUMBERS;
  /** Calls that are over. */
  private left: ReadonlySet<string> = new Set();
  private registers = NO_NUMBERS;
  private csrs = NO_NUMBERS;

  private readonly endings: readonly bigint[];

  constructor(
    private readonly system: System,
    readonly table: DataTable,
  ) {
    const functions = [...(system.kernel?.eventFunctions ?? [])];
    this.endings = functions.flatMap(([address, event]) =>
      event === 'processExit' || event === 'killed' ? [address] : [],
    );
  }

  /** Why a breakpoint cannot hit at the moment. */
  problemOf(breakpoint: DataBreakpoint): string | undefined {
    return this.mappings.get(breakpoint)?.problem;
  }

  /** Where the bytes of a breakpoint are at the moment: equal for equal places. */
  whereIs(breakpoint: DataBreakpoint): string {
    return this.mappings.get(breakpoint)?.key ?? '';
  }

  /** Has the machine watch what the breakpoints of the table are about. */
  arm(): void {
    const { all } = this.table;
    if (all.length === 0 && this.mappings.size === 0) return;
    const before = this.mappings;
    this.mappings = new Map(
      all.map((one) => [one, mappingOf(one.place, this.system, this.ended, this.left)]),
    );
    for (const [breakpoint, mapping] of this.mappings) {
      const known = before.get(breakpoint);
      if (known?.key !== mapping.key) breakpoint.last = this.valueOf(breakpoint);
      if ((known?.problem === undefined) !== (mapping.problem === undefined)) this.mapped.emit(breakpoint);
    }
    const memory = [...this.mappings].flatMap(([{ reads, writes }, { pieces, tables }]) => [
      ...pieces.map(({ physical, length }) => ({ address: physical, length, reads, writes })),
      ...tables.map(({ address, length }) => ({ address, length, reads: false, writes: true })),
    ]);
    this.registers = keep(
      this.registers,
      all.flatMap(({ place }) => (place.kind === 'register' ? [place.number] : [])),
    );
    this.csrs = keep(
      this.csrs,
      all.flatMap(({ place }) => (place.kind === 'csr' ? aliasesOf(place.number) : [])),
    );
    this.system.machine.setWatches({ memory, registers: this.registers, csrs: this.csrs });
  }

  /** The machine was looked at and perhaps changed from outside: that is no write of the guest's. */
  refresh(): void {
    for (const breakpoint of this.mappings.keys()) breakpoint.last = this.valueOf(breakpoint);
  }

  get news(): readonly DataEvent[] {
    return this.happened;
  }

  /** Functions of the kernel that take a process's memory away, and where calls return to whose locals are watched. */
  get addresses(): Iterable<bigint> {
    return this.mappings.size === 0
      ? []
      : [...this.endings, ...this.calls().map((one) => one.frame.returnsTo)];
  }

  /** A local variable ended with its frame: not to be watched ever again. */
  hasLeft({ place }: DataBreakpoint): boolean {
    return place.kind === 'memory' && place.frame !== undefined && this.left.has(keyOfFrame(place.frame));
  }

  /** The calls that are under way and whose locals are watched. */
  private calls(): { frame: FrameOfData; pid: number | undefined }[] {
    return [...this.mappings.keys()].flatMap(({ place }) =>
      place.kind === 'memory' && place.frame && !this.left.has(keyOfFrame(place.frame))
        ? [{ frame: place.frame, pid: place.pid }]
        : [],
    );
  }

  private leave(over: (frame: FrameOfData, pid: number | undefined) => boolean): void {
    const gone = this.calls().filter(({ frame, pid }) => over(frame, pid));
    if (gone.length === 0) return;
    this.left = new Set([...this.left, ...gone.map(({ frame }) => keyOfFrame(frame))]);
    this.arm();
  }

  reached(cpu: number): void {
    if (this.mappings.size === 0) return;
    const hart = this.system.hart(cpu);
    const sp = hart.readRegister(Register.sp);
    // In a recursion the same instruction is behind calls further in, of which each has a place of its own.
    this.leave(
      ({ cfa, returnsTo }, pid) =>
        hart.pc === returnsTo &&
        sp === cfa &&
        (pid === undefined ? hart.privilege !== Privilege.user : this.system.runningPid(hart) === pid),
    );
    const event = this.system.kernel?.eventFunctions.get(hart.pc);
    if (event !== 'processExit' && event !== 'killed') return;
    const process = this.system.kernel?.eventOn(event, hart).process;
    if (!process) return;
    this.ended = new Set([...this.ended, process.pid]);
    this.arm();
  }

  trap(trap: Trap): void {
    this.happened = this.atTrap(this.system.hart(trap.cpu), trap);
  }

  trapReturn(trapReturn: TrapReturn): void {
    const hart = this.system.hart(trapReturn.cpu);
    this.happened = this.atReturn(hart, trapReturn);
    if (trapReturn.to === Privilege.user) this.leaveLost(hart);
  }

  /** What no return has told: a program that left its stack by a jump far out, or that another has replaced. */
  private leaveLost(hart: Hart): void {
    if (this.calls().length === 0) return;
    const running = this.system.runningPid(hart);
    const sp = hart.readRegister(Register.sp);
    const isNew = this.system.imageOn(hart)?.entry === hart.pc;
    this.leave(({ cfa }, pid) => pid === running && (isNew || sp > cfa));
  }

  access(access: WatchedAccess): void {
    this.happened = this.atAccess(this.system.hart(access.cpu), access);
  }

  save(): unknown {
    const saved: SavedEnds = { ended: this.ended, left: this.left };
    return saved;
  }

  restore({ ended, left }: SavedEnds): void {
    this.ended = ended;
    this.left = left;
    // What was seen last is of another instant.
    this.mappings = new Map([...this.mappings].map(([one, mapping]) => [one, { ...mapping, key: '' }]));
    this.happened = [];
  }

  private atAccess(hart: Hart, access: WatchedAccess): DataEvent[] {
    if (access.kind !== 'memory') return this.atRegister(hart, access);
    const { address, length, isWrite } = access;
    const overlaps = (start: number, size: number): boolean =>
      start < address + length && address < start + size;
    const by: Actor =
      access.by === 'instruction' ? { kind: 'instruction', pc: access.pc, hart } : { kind: access.by, hart };
    const events: DataEvent[] = [];
    for (const [breakpoint, { pieces }] of this.mappings) {
      const piece = pieces.find(({ physical, length: size }) => overlaps(physical, size));
      if (!piece) continue;
      const whole = breakpoint.place.kind === 'memory' ? breakpoint.place.length : 0;
      const start = Math.max(0, piece.offset + address - piece.physical);
      const end = Math.min(whole, piece.offset + address - piece.physical + length);
      const part = { offset: start, length: end - start };
      events.push(...this.event(breakpoint, isWrite, by, part.length < whole ? part : undefined));
    }
    const isMoved =
      isWrite &&
      [...this.mappings.values()].some(({ tables }) =>
        tables.some((one) => overlaps(one.address, one.length)),
      );
    if (isMoved) this.arm();
    return events;
  }

  /** What the hardware changed by taking a trap. */
  private atTrap(hart: Hart, trap: Trap): readonly DataEvent[] {
    if (this.mappings.size === 0) return NO_EVENTS;
    const written: readonly string[] = WRITTEN_BY_TRAP[trap.to];
    return this.atBoundary(hart, { kind: 'trap', hart }, written, trap.from !== trap.to);
  }

  private atReturn(hart: Hart, { from, to }: TrapReturn): readonly DataEvent[] {
    if (this.mappings.size === 0) return NO_EVENTS;
    const written = from === Privilege.machine ? ['mstatus'] : ['sstatus', 'mstatus'];
    const events = this.atBoundary(hart, { kind: 'return', hart }, written, from !== to);
    if (to !== Privilege.user) return events;
    // Back in its program: what the kernel put into the registers meanwhile.
    const pid = this.system.runningPid(hart);
    for (const breakpoint of this.mappings.keys()) {
      const { place } = breakpoint;
      if (place.kind !== 'register' || place.mode !== 'user' || place.pid !== pid) continue;
      if (isSame(breakpoint.last, this.valueOf(breakpoint))) continue;
      events.push(...this.event(breakpoint, true, { kind: 'return', hart }));
    }
    return events;
  }

  private atBoundary(hart: Hart, by: Actor, written: readonly string[], isOtherMode: boolean): DataEvent[] {
    const events: DataEvent[] = [];
    for (const breakpoint of this.mappings.keys()) {
      const { place } = breakpoint;
      const isHit =
        (place.kind === 'mode' && place.cpu === hart.id && isOtherMode) ||
        (place.kind === 'csr' && place.cpu === hart.id && written.includes(csrName(place.number) ?? ''));
      if (isHit) events.push(...this.event(breakpoint, true, by));
    }
    return events;
  }

  private atRegister(hart: Hart, access: WatchedAccess & { kind: 'register' | 'csr' }): DataEvent[] {
    const by: Actor = { kind: 'instruction', pc: access.pc, hart };
    const events: DataEvent[] = [];
    for (const breakpoint of this.mappings.keys()) {
      const { place } = breakpoint;
      if (place.kind === 'register' && access.kind === 'register' && place.number === access.number) {
        const isThread = place.mode === modeOf(hart.privilege) && place.pid === this.system.runningPid(hart);
        if (isThread) events.push(...this.event(breakpoint, true, by));
      } else if (place.kind === 'csr' && access.kind === 'csr' && place.cpu === hart.id) {
        if (aliasesOf(place.number).includes(access.number)) events.push(...this.event(breakpoint, true, by));
      }
    }
    return events;
  }

  private event(
    breakpoint: DataBreakpoint,
    isWrite: boolean,
    by: Actor,
    part?: DataEvent['part'],
  ): DataEvent[] {
    const before = breakpoint.last;
    const after = this.valueOf(breakpoint);
    if (!after) return [];
    breakpoint.last = after;
    if (isWrite ? !breakpoint.writes : !breakpoint.reads) return [];
    if (breakpoint.onlyChanges && (!isWrite || isSame(before, after))) return [];
    const { place } = breakpoint;
    const bits = place.kind === 'memory' || place.kind === 'csr' ? place.bits : undefined;
    if (!bits) return [{ breakpoint, isWrite, before, after, by, ...(part ? { part } : {}) }];
    const isSigned =
      place.kind === 'memory' && place.type !== undefined && scalarOf(place.type)?.isSigned === true;
    const [old, now] = [before && bitsOf(before, bits, isSigned), bitsOf(after, bits, isSigned)];
    // A store always writes neighbours as well: which of them was meant, only a change tells.
    if (isWrite && isSame(old, now)) return [];
    return [{ breakpoint, isWrite, before: old, after: now, by }];
  }

  /** The bytes of a breakpoint's place now; undefined: there are none. */
  valueOf({ place }: DataBreakpoint): Uint8Array | undefined {
    const { system } = this;
    switch (place.kind) {
      case 'memory': {
        const mapping = [...this.mappings].find(([one]) => one.place === place)?.[1];
        if (!mapping || mapping.problem !== undefined) return undefined;
        const bytes = new Uint8Array(place.length);
        for (const { physical, length, offset } of mapping.pieces) {
          const part = system.machine.readPhysical(physical, length);
          if (!part) return undefined;
          bytes.set(part, offset);
        }
        return bytes;
      }
      case 'register': {
        const process = system.kernel?.list().processes.find(({ pid }) => pid === place.pid);
        const hart = process ? system.hartOf(process) : place.pid === 0 ? system.machine.current : undefined;
        if (hart && modeOf(hart.privilege) === place.mode) return number(hart.readRegister(place.number));
        if (!process || place.mode !== 'user') return undefined;
        const saved = system.kernel?.trapFrame(process)?.number(abiNames[place.number]);
        return saved === undefined ? undefined : number(saved);
      }
      case 'csr': {
        const value = system.machine.harts.at(place.cpu)?.readCsr(place.number);
        return value === undefined ? undefined : number(value);
      }
      case 'mode': {
        const hart = system.machine.harts.at(place.cpu);
        return hart && Uint8Array.of(hart.privilege);
      }
    }
  }
}

/** The number in some bits of a value, as eight bytes. */
function bitsOf(bytes: Uint8Array, { offset, size }: Bits, isSigned: boolean): Uint8Array {
  const bits = littleEndian(bytes) >> BigInt(offset);
  return number(isSigned ? BigInt.asIntN(size, bits) : BigInt.asUintN(size, bits));
}

const number = (value: bigint): Uint8Array => toLittleEndian(toUnsigned64(value), 8);

export const isSame = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i]);

/** The same set object while its members are the same: the machine then has nothing to decode anew. */
const keep = (before: ReadonlySet<number>, members: readonly number[]): ReadonlySet<number> => {
  const after = new Set(members);
  return after.size === before.size && members.every((one) => before.has(one)) ? before : after;
};
