import { Cause } from '../isa/causes';
import type { Bus } from './bus';
import type { CodePages } from './code-pages';
import { PAGE_SIZE, Slot } from './layout';
import type { PageTables } from './page-tables';
import type { PhysicalMemory } from './physical-memory';
import { Access, type Pmp } from './pmp';
import type { State } from './state';
import { PAGE_FAULT, type Sv39 } from './sv39';
import { pageOf, type Timing } from './timing/timing';
import { dataPrivilege, type Tlb } from './tlb';
import type { MemoryWatches } from './watches';

export const AccessResult = {
  /** A trap was taken instead. */
  trapped: 0,
  done: 1,
  /** Nothing is done yet, but now the TLB serves the access. */
  retry: 2,
} as const;
export type AccessResult = (typeof AccessResult)[keyof typeof AccessResult];

/** What an access does besides its data. */
export interface AccessEffects {
  /** Takes an exception at pc; `low`, `high`: the faulting virtual address. */
  raise(cause: Cause, low: number, high: number): void;
  /** Bytes of RAM are about to change, or may change from now on without a further word. */
  written(hostAddress: number, length: number): void;
  /** A device was read or written: deadlines and interrupt lines may have changed. */
  deviceTouched(): void;
}

/**
 * Loads and stores that the TLB did not serve: misses, devices, misaligned ones, pages that hold code. The address is in its
 * slot, as is the value of a store and, afterwards, of a load.
 */
export class DataAccess {
  constructor(
    private readonly state: State,
    private readonly memory: PhysicalMemory,
    private readonly bus: Bus,
    private readonly sv39: Sv39,
    private readonly pmp: Pmp,
    private readonly tlb: Tlb,
    private readonly code: CodePages,
    private readonly tables: PageTables,
    private readonly watches: MemoryWatches,
    private readonly effects: AccessEffects,
    /** Told of what is done here. */
    private readonly timing: Timing | undefined,
  ) {}

  /** @param mayRetry whether it is enough that the TLB serves the load when it is tried again */
  load(width: number, signed: boolean, mayRetry: boolean): AccessResult {
    const { state } = this;
    const low = state.low(Slot.address);
    const high = state.high(Slot.address);
    if ((low & (PAGE_SIZE - 1)) + width > PAGE_SIZE) {
      if (!this.loadAcrossPages(low, high, width)) return AccessResult.trapped;
    } else {
      const physical = this.translate(low, high, Access.read, width);
      if (physical < 0) return AccessResult.trapped;
      const host = this.memory.hostAddress(physical, width);
      if (host >= 0) {
        const isServed = this.fillRead(low, high, physical, host);
        if (isServed && mayRetry && isAligned(low, width)) return AccessResult.retry;
        state.u8.copyWithin(Slot.value, host, host + width);
        this.timing?.accessBytes(host, pageOf(low, high), width, false);
        this.watches.read(host, width);
      } else if (!this.loadFromDevice(physical, width, low, high)) return AccessResult.trapped;
    }
    this.extend(width, signed);
    return AccessResult.done;
  }

  /** See `load`; a store may always be tried again. */
  store(width: number): AccessResult {
    const { state } = this;
    const low = state.low(Slot.address);
    const high = state.high(Slot.address);
    if ((low & (PAGE_SIZE - 1)) + width > PAGE_SIZE) {
      return this.storeAcrossPages(low, high, width) ? AccessResult.done : AccessResult.trapped;
    }
    const physical = this.translate(low, high, Access.write, width);
    if (physical < 0) return AccessResult.trapped;
    const host = this.memory.hostAddress(physical, width);
    if (host < 0) {
      return this.storeToDevice(physical, width, low, high) ? AccessResult.done : AccessResult.trapped;
    }
    if (!this.memory.isWritable(host)) {
      this.effects.raise(Cause.storeAccessFault, low, high);
      return AccessResult.trapped;
    }
    if (this.fillWrite(low, high, physical, host) && isAligned(low, width)) return AccessResult.retry;
    this.timing?.accessBytes(host, pageOf(low, high), width, true);
    this.storeBytes(host, Slot.value, width);
    return AccessResult.done;
  }

  /** Host address for an atomic access, which must be aligned and in RAM; 0 when a trap was taken. Watches are the caller's to tell. */
  atomic(width: number, write: boolean): number {
    const { state } = this;
    const low = state.low(Slot.address);
    const high = state.high(Slot.address);
    if ((low & (width - 1)) !== 0) {
      this.effects.raise(write ? Cause.storeAddressMisaligned : Cause.loadAddressMisaligned, low, high);
      return 0;
    }
    const known = write ? this.tlb.lookupWrite(low, high) : this.tlb.lookupRead(low, high);
    if (known >= 0) {
      this.timing?.accessBytes(known, pageOf(low, high), width, write);
      return known;
    }
    const physical = this.translate(low, high, write ? Access.write : Access.read, width);
    if (physical < 0) return 0;
    const host = this.memory.hostAddress(physical, width);
    if (host < 0 || (write && !this.memory.isWritable(host))) {
      this.effects.raise(write ? Cause.storeAccessFault : Cause.loadAccessFault, low, high);
      return 0;
    }
    if (!write) this.fillRead(low, high, physical, host);
    else if (!this.fillWrite(low, high, physical, host)) this.effects.written(host, width);
    this.timing?.accessBytes(host, pageOf(low, high), width, write);
    return host;
  }

  /** The physical address, or -1 when a trap was taken. */
  private translate(
    low: number,
    high: number,
    access: typeof Access.read | typeof Access.write,
    length: number,
  ): number {
    const privilege = dataPrivilege(this.state);
    const write = access === Access.write;
    const physical = this.sv39.translate(low, high, access, privilege);
    if (physical === PAGE_FAULT) {
      this.effects.raise(write ? Cause.storePageFault : Cause.loadPageFault, low, high);
      return -1;
    }
    if (physical < 0 || !this.pmp.allows(physical, length, access, privilege)) {
      this.effects.raise(write ? Cause.storeAccessFault : Cause.loadAccessFault, low, high);
      return -1;
    }
    return physical;
  }

  /** @returns whether the TLB serves the page now */
  private fillRead(low: number, high: number, physical: number, host: number): boolean {
    const offset = low & (PAGE_SIZE - 1);
    if (this.watches.watchesReads(host - offset) || !this.pmp.uniform(physical - offset)) return false;
    this.tlb.fillRead(low, high, host - offset);
    return true;
  }

  /** @returns whether the TLB serves the page now */
  private fillWrite(low: number, high: number, physical: number, host: number): boolean {
    const offset = low & (PAGE_SIZE - 1);
    const page = host - offset;
    const comesHere =
      this.code.storeTo(page) || this.tables.storeTo(page) || this.watches.watchesWrites(page);
    if (comesHere || !this.pmp.uniform(physical - offset)) return false;
    this.effects.written(host, 1);
    this.tlb.fillWrite(low, high, page);
    return true;
  }

  private storeBytes(host: number, from: number, length: number): void {
    this.effects.written(host, length);
    this.state.u8.copyWithin(host, from, from + length);
    this.watches.wrote(host, length);
  }

  private loadFromDevice(physical: number, width: number, low: number, high: number): boolean {
    const mapping = physical % width === 0 ? this.bus.find(physical, width) : undefined;
    if (!mapping) {
      this.effects.raise(Cause.loadAccessFault, low, high);
      return false;
    }
    const offset = physical - mapping.base;
    const { device } = mapping;
    if (width === 8)
      this.state.setHalves(Slot.value, device.read(offset, 4) | 0, device.read(offset + 4, 4) | 0);
    else this.state.setLow(Slot.value, device.read(offset, width) | 0);
    this.timing?.device();
    this.effects.deviceTouched();
    return true;
  }

  private storeToDevice(physical: number, width: number, low: number, high: number): boolean {
    const mapping = physical % width === 0 ? this.bus.find(physical, width) : undefined;
    if (!mapping) {
      this.effects.raise(Cause.storeAccessFault, low, high);
      return false;
    }
    const { state } = this;
    const offset = physical - mapping.base;
    const { device } = mapping;
    const value = state.low(Slot.value) >>> 0;
    if (width === 8) {
      device.write(offset, 4, value);
      device.write(offset + 4, 4, state.high(Slot.value) >>> 0);
    } else device.write(offset, width, width === 4 ? value : value & ((1 << (8 * width)) - 1));
    this.timing?.device();
    this.effects.deviceTouched();
    return true;
  }

  /** A misaligned access whose bytes lie in two pages: both translate before any byte moves. */
  private across(
    low: number,
    high: number,
    width: number,
    access: typeof Access.read | typeof Access.write,
  ): { hosts: [number, number]; first: number } | undefined {
    const first = PAGE_SIZE - (low & (PAGE_SIZE - 1));
    const secondLow = (low + first) | 0;
    const secondHigh = secondLow === 0 ? (high + 1) | 0 : high;
    const parts = [
      { low, high, length: first },
      { low: secondLow, high: secondHigh, length: width - first },
    ];
    const hosts: number[] = [];
    for (const part of parts) {
      const physical = this.translate(part.low, part.high, access, part.length);
      if (physical < 0) return undefined;
      const host = this.memory.hostAddress(physical, part.length);
      if (host < 0 || (access === Access.write && !this.memory.isWritable(host))) {
        this.effects.raise(
          access === Access.write ? Cause.storeAccessFault : Cause.loadAccessFault,
          part.low,
          part.high,
        );
        return undefined;
      }
      hosts.push(host);
    }
    return { hosts: [hosts[0], hosts[1]], first };
  }

  private loadAcrossPages(low: number, high: number, width: number): boolean {
    const parts = this.across(low, high, width, Access.read);
    if (!parts) return false;
    const { hosts, first } = parts;
    this.timeAcross(low, high, parts, width, false);
    this.state.u8.copyWithin(Slot.value, hosts[0], hosts[0] + first);
    this.state.u8.copyWithin(Slot.value + first, hosts[1], hosts[1] + width - first);
    this.watches.read(hosts[0], first);
    this.watches.read(hosts[1], width - first);
    return true;
  }

  private storeAcrossPages(low: number, high: number, width: number): boolean {
    const parts = this.across(low, high, width, Access.write);
    if (!parts) return false;
    const { hosts, first } = parts;
    this.timeAcross(low, high, parts, width, true);
    this.storeBytes(hosts[0], Slot.value, first);
    this.storeBytes(hosts[1], Slot.value + first, width - first);
    return true;
  }

  private timeAcross(
    low: number,
    high: number,
    { hosts, first }: { hosts: [number, number]; first: number },
    width: number,
    isStore: boolean,
  ): void {
    this.timing?.accessBytes(hosts[0], pageOf(low, high), first, isStore);
    this.timing?.accessBytes(hosts[1], (pageOf(low, high) + 1) | 0, width - first, isStore);
  }

  /** The low `width` bytes of the value slot become 64 bits. */
  private extend(width: number, signed: boolean): void {
    if (width === 8) return;
    const { state } = this;
    const shift = 32 - 8 * width;
    const raw = state.low(Slot.value) << shift;
    const low = signed ? raw >> shift : raw >>> shift;
    state.setHalves(Slot.value, low, signed ? low >> 31 : 0);
  }
}

const isAligned = (low: number, width: number): boolean => (low & (width - 1)) === 0;
