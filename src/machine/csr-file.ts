import { csrNumber, csrPrivilege, isCsrReadOnly } from '../isa/csrs';
import type { Clock } from './clock';
import type { Interrupts } from './interrupts';
import { Slot } from './layout';
import { PMP_ENTRIES, PMP_LOCKED, type Pmp } from './pmp';
import type { State } from './state';
import {
  ALL_INTERRUPTS,
  InterruptBit,
  MSTATUS_HIGH,
  SSTATUS_HIGH,
  SSTATUS_MASK,
  Status,
  SUPERVISOR_INTERRUPTS,
} from './status';
import type { Timing } from './timing/timing';
import type { Tlb } from './tlb';
import { Privilege } from './types';

/** Reads leave their result in `low` and `high` of the file; writes get both halves. */
interface Register {
  readonly read: () => void;
  /** Absent: writes are ignored (WARL with one value). */
  readonly write?: (low: number, high: number) => void;
  /** A further condition on access by an instruction; the mode has been checked. */
  readonly accessible?: () => boolean;
}

const MISA_EXTENSIONS = [...'ACIMSU'].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 65)), 0);
/** mstatus bits that can be written; the others are fixed on this machine. */
export const MSTATUS_MASK =
  SSTATUS_MASK | Status.MIE | Status.MPIE | Status.MPP | Status.MPRV | Status.TVM | Status.TW | Status.TSR;
/** Exceptions that can be delegated: all but those that only machine mode raises. */
export const MEDELEG_MASK = 0xb3ff;
const COUNTERS = 0b111;
const Counter = { cycle: 0, time: 1, instret: 2 } as const;
const SATP_BARE = 0;
const SATP_SV39 = 8;
const STCE_AND_NOTHING_ELSE = 1 << 31;

function numberOf(name: string): number {
  const number = csrNumber(name);
  if (number === undefined) throw new Error(`${name} is not in the table of CSRs`);
  return number;
}

/** Control and status registers, with the WARL rules of this machine (privileged specification, chapter "Control and Status Registers"). */
export class CsrFile {
  /** Result of the last read. */
  low = 0;
  high = 0;
  private readonly registers: (Register | undefined)[] = [];

  constructor(
    private readonly state: State,
    private readonly clock: Clock,
    private readonly interrupts: Interrupts,
    private readonly tlb: Tlb,
    private readonly pmp: Pmp,
    private readonly hart: () => number,
    private readonly timing: Timing | undefined,
  ) {
    this.defineMachine();
    this.defineSupervisor();
    this.defineCounters();
    this.definePmp();
  }

  /** May the current mode name this CSR in an instruction that reads, or also writes, it? */
  accessible(number: number, writes: boolean): boolean {
    const register = this.registers[number];
    if (!register) return false;
    if (this.state.privilege < csrPrivilege(number)) return false;
    if (writes && isCsrReadOnly(number)) return false;
    return register.accessible?.() ?? true;
  }

  /** Into `low` and `high`. False when there is no such CSR. */
  read(number: number): boolean {
    const register = this.registers[number];
    register?.read();
    return register !== undefined;
  }

  /** With the WARL rules. False when there is no such CSR or it is read-only. */
  write(number: number, low: number, high: number): boolean {
    const register = this.registers[number];
    if (!register || isCsrReadOnly(number)) return false;
    register.write?.(low, high);
    return true;
  }

  private define(name: string, register: Register): void {
    this.registers[numberOf(name)] = register;
  }

  private result(low: number, high: number): void {
    this.low = low;
    this.high = high;
  }

  private constant(low: number, high = 0): Register {
    return { read: () => this.result(low, high) };
  }

  /** A slot of which the bits in the masks can be written. */
  private stored(slot: Slot, maskLow = -1, maskHigh = -1): Register {
    const { state } = this;
    return {
      read: () => this.result(state.low(slot), state.high(slot)),
      write: (low, high) => state.setHalves(slot, low & maskLow, high & maskHigh),
    };
  }

  private vector(slot: Slot): Register {
    const plain = this.stored(slot);
    return {
      read: plain.read,
      // Modes 2 and 3 are reserved: such a write changes nothing.
      write: (low, high) => void ((low & 2) === 0 && plain.write!(low, high)),
    };
  }

  private defineMachine(): void {
    const { state } = this;
    for (const name of ['mvendorid', 'marchid', 'mimpid', 'mconfigptr']) this.define(name, this.constant(0));
    // There are no triggers, which is what zeros say (debug specification, "Trigger Module").
    for (const name of ['tselect', 'tdata1', 'tdata2', 'tdata3']) this.define(name, this.constant(0));
    this.define('mhartid', { read: () => this.result(this.hart(), 0) });
    this.define('misa', { ...this.constant(MISA_EXTENSIONS, 2 << 30) });
    this.define('mstatus', {
      read: () => this.result(state.mstatus, MSTATUS_HIGH),
      write: (low) => this.writeStatus(low, MSTATUS_MASK),
    });
    this.define('medeleg', this.stored(Slot.medeleg, MEDELEG_MASK, 0));
    this.define('mideleg', this.stored(Slot.mideleg, SUPERVISOR_INTERRUPTS, 0));
    this.define('mie', this.stored(Slot.mie, ALL_INTERRUPTS, 0));
    this.define('mtvec', this.vector(Slot.mtvec));
    this.define('mscratch', this.stored(Slot.mscratch));
    this.define('mepc', this.stored(Slot.mepc, ~1));
    this.define('mcause', this.stored(Slot.mcause));
    this.define('mtval', this.stored(Slot.mtval));
    this.define('mip', {
      read: () => this.result(this.interrupts.pending(), 0),
      write: (low) => {
        const writable = this.interrupts.supervisorTimer
          ? SUPERVISOR_INTERRUPTS & ~InterruptBit.STI
          : SUPERVISOR_INTERRUPTS;
        state.setLow(Slot.softwarePending, (state.low(Slot.softwarePending) & ~writable) | (low & writable));
      },
    });
    this.define('menvcfg', this.stored(Slot.menvcfg, 1, STCE_AND_NOTHING_ELSE));
    this.define('mcounteren', this.stored(Slot.mcounteren, COUNTERS, 0));
  }

  private defineSupervisor(): void {
    const { state } = this;
    this.define('sstatus', {
      read: () => this.result(state.mstatus & SSTATUS_MASK, SSTATUS_HIGH),
      write: (low) => this.writeStatus(low, SSTATUS_MASK),
    });
    this.define('sie', {
      read: () => this.result(state.low(Slot.mie) & state.low(Slot.mideleg), 0),
      write: (low) => {
        const delegated = state.low(Slot.mideleg);
        state.setLow(Slot.mie, (state.low(Slot.mie) & ~delegated) | (low & delegated));
      },
    });
    this.define('sip', {
      read: () => this.result(this.interrupts.pending() & state.low(Slot.mideleg), 0),
      write: (low) => {
        const writable = InterruptBit.SSI & state.low(Slot.mideleg);
        state.setLow(Slot.softwarePending, (state.low(Slot.softwarePending) & ~writable) | (low & writable));
      },
    });
    this.define('stvec', this.vector(Slot.stvec));
    this.define('sscratch', this.stored(Slot.sscratch));
    this.define('sepc', this.stored(Slot.sepc, ~1));
    this.define('scause', this.stored(Slot.scause));
    this.define('stval', this.stored(Slot.stval));
    this.define('scounteren', this.stored(Slot.scounteren, COUNTERS, 0));
    this.define('senvcfg', this.stored(Slot.senvcfg, 1, 0));
    this.define('satp', {
      read: () => this.result(state.low(Slot.satp), state.high(Slot.satp)),
      write: (low, high) => {
        const mode = high >>> 28;
        if (mode !== SATP_BARE && mode !== SATP_SV39) return;
        if (low === state.low(Slot.satp) && high === state.high(Slot.satp)) return;
        state.setHalves(Slot.satp, low, high);
        this.tlb.flushHart();
        this.timing?.forgetTranslations();
      },
      accessible: () => state.privilege === Privilege.machine || (state.mstatus & Status.TVM) === 0,
    });
    this.define('stimecmp', {
      ...this.stored(Slot.stimecmp),
      accessible: () =>
        state.privilege === Privilege.machine ||
        (this.interrupts.supervisorTimer && this.counterEnabled(Slot.mcounteren, Counter.time)),
    });
  }

  private defineCounters(): void {
    const { state } = this;
    const counter = (offset: Slot, index: number, counted: () => number): Register => ({
      read: () => {
        const inhibited = (state.low(Slot.mcountinhibit) & (1 << index)) !== 0;
        this.resultOf(state.get(offset) + (inhibited ? 0n : BigInt(counted())));
      },
      write: (low, high) => {
        const inhibited = (state.low(Slot.mcountinhibit) & (1 << index)) !== 0;
        // The next instruction reads what was written: this one, which retires first, does not count.
        const value = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
        state.set(offset, inhibited ? value : value - BigInt(counted() + 1));
      },
    });
    const retired = (): number => this.clock.retired;
    const cycles = (): number => retired() + (this.timing?.stalls ?? 0);
    const cycle = counter(Slot.cycleOffset, Counter.cycle, cycles);
    const instret = counter(Slot.instretOffset, Counter.instret, retired);
    this.define('mcycle', cycle);
    this.define('minstret', instret);
    const readable = (index: number): Pick<Register, 'accessible'> => ({
      accessible: () =>
        (state.privilege === Privilege.machine || this.counterEnabled(Slot.mcounteren, index)) &&
        (state.privilege !== Privilege.user || this.counterEnabled(Slot.scounteren, index)),
    });
    this.define('cycle', { read: cycle.read, ...readable(Counter.cycle) });
    this.define('time', { read: () => this.resultOf(BigInt(this.clock.time)), ...readable(Counter.time) });
    this.define('instret', { read: instret.read, ...readable(Counter.instret) });
    this.define('mcountinhibit', {
      read: () => this.result(state.low(Slot.mcountinhibit), 0),
      write: (low) => {
        for (const [index, register] of [
          [Counter.cycle, cycle],
          [Counter.instret, instret],
        ] as const) {
          register.read();
          const [frozenLow, frozenHigh] = [this.low, this.high];
          const bit = 1 << index;
          state.setLow(Slot.mcountinhibit, (state.low(Slot.mcountinhibit) & ~bit) | (low & bit));
          register.write!(frozenLow, frozenHigh);
        }
      },
    });
    for (let index = 3; index < 32; index++) {
      this.define(`mhpmcounter${index}`, { ...this.constant(0) });
      this.define(`mhpmevent${index}`, { ...this.constant(0) });
      this.define(`hpmcounter${index}`, { ...this.constant(0), ...readable(index) });
    }
  }

  private definePmp(): void {
    const { state } = this;
    for (const [name, first] of [
      ['pmpcfg0', 0],
      ['pmpcfg2', 8],
    ] as const) {
      const slot = (Slot.pmpcfg + first) as Slot;
      this.define(name, {
        read: () => this.result(state.low(slot), state.high(slot)),
        write: (low, high) => {
          for (let index = 0; index < 8; index++) {
            this.writePmpConfiguration(
              first + index,
              (index < 4 ? low >>> (8 * index) : high >>> (8 * (index - 4))) & 0xff,
            );
          }
          this.protectionChanged();
        },
      });
    }
    for (let index = 0; index < PMP_ENTRIES; index++) {
      const slot = (Slot.pmpaddr + 8 * index) as Slot;
      this.define(`pmpaddr${index}`, {
        read: () => this.result(state.low(slot), state.high(slot)),
        write: (low, high) => {
          if (this.pmpAddressLocked(index)) return;
          state.setHalves(slot, low, high & 0x3f_ffff);
          this.protectionChanged();
        },
      });
    }
  }

  private writePmpConfiguration(index: number, value: number): void {
    const old = this.state.u8[Slot.pmpcfg + index];
    if ((old & PMP_LOCKED) !== 0) return;
    const reserved = (value & 3) === 2; // writable but not readable
    this.state.u8[Slot.pmpcfg + index] = reserved ? (value & 0x9c) | (old & 3) : value & 0x9f;
  }

  /** Locked itself, or the lower bound of a locked TOR region. */
  private pmpAddressLocked(index: number): boolean {
    const { u8 } = this.state;
    if ((u8[Slot.pmpcfg + index] & PMP_LOCKED) !== 0) return true;
    if (index + 1 === PMP_ENTRIES) return false;
    const above = u8[Slot.pmpcfg + index + 1];
    return (above & PMP_LOCKED) !== 0 && ((above >> 3) & 3) === 1;
  }

  private protectionChanged(): void {
    this.pmp.changed();
    this.tlb.flushHart();
  }

  private writeStatus(low: number, mask: number): void {
    let value = (this.state.mstatus & ~mask) | (low & mask);
    if ((value & Status.MPP) >> Status.MPP_SHIFT === 2) {
      value = (value & ~Status.MPP) | (this.state.mstatus & Status.MPP);
    }
    this.state.mstatus = value;
    this.tlb.selectContext();
  }

  private counterEnabled(slot: Slot, index: number): boolean {
    return (this.state.low(slot) & (1 << index)) !== 0;
  }

  private resultOf(value: bigint): void {
    this.result(Number(value & 0xffff_ffffn) | 0, Number((value >> 32n) & 0xffff_ffffn) | 0);
  }
}
