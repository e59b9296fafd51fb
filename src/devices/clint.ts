import type { Device } from '../machine/bus';
import type { DeviceState } from '../machine/checkpoint';
import { InterruptBit } from '../machine/status';
import type { DeviceModel } from './device-model';
import { list, number, record, word } from './state-shape';
import type { TimeSource } from './time-source';

const MTIMECMP = 0x4000;
const MTIME = 0xbff8;

/** Interrupt causes of machine mode that it drives. */
const SOFTWARE = 3;
const TIMER = 7;

/**
 * Core-local interruptor: a software interrupt and a machine timer for each hart (SiFive FU540 manual, "CLINT Memory Map").
 * mtime is read-only here: nothing but steps moves time.
 */
export class Clint implements Device {
  readonly name = 'clint';
  readonly sizes = 4 | 8;
  private readonly msip: Uint32Array;
  /** Two 32-bit halves for each hart. */
  private readonly mtimecmp: Uint32Array;

  constructor(
    private readonly harts: number,
    private readonly clock: TimeSource,
  ) {
    this.msip = new Uint32Array(harts);
    this.mtimecmp = new Uint32Array(2 * harts).fill(0xffff_ffff);
  }

  read(offset: number): number {
    if (offset < MTIMECMP) return this.msip[offset >> 2] ?? 0;
    if (offset === MTIME) return this.clock.time >>> 0;
    if (offset === MTIME + 4) return Math.floor(this.clock.time / 2 ** 32) >>> 0;
    return this.mtimecmp[(offset - MTIMECMP) >> 2] ?? 0;
  }

  write(offset: number, _size: number, value: number): void {
    if (offset < MTIMECMP) {
      if (offset >> 2 < this.harts) this.msip[offset >> 2] = value & 1;
    } else if ((offset - MTIMECMP) >> 2 < this.mtimecmp.length) {
      this.mtimecmp[(offset - MTIMECMP) >> 2] = value;
    }
  }

  save(): DeviceState {
    return { msip: [...this.msip], mtimecmp: [...this.mtimecmp] };
  }
  restore(state: DeviceState): void {
    const { msip, mtimecmp } = state as { msip: number[]; mtimecmp: number[] };
    this.msip.set(msip);
    this.mtimecmp.set(mtimecmp);
  }

  /** MSI and MTI of a hart, as bits of mip. */
  lines(hart: number): number {
    const software = this.msip[hart] !== 0 ? InterruptBit.MSI : 0;
    return this.clock.instant >= this.timerInstant(hart) ? software | InterruptBit.MTI : software;
  }

  /** The next instant at which a timer line rises. */
  deadline(): number {
    let next = Infinity;
    for (let hart = 0; hart < this.harts; hart++) {
      const instant = this.timerInstant(hart);
      if (instant > this.clock.instant && instant < next) next = instant;
    }
    return next;
  }

  private timerInstant(hart: number): number {
    const ticks = this.mtimecmp[2 * hart + 1] * 2 ** 32 + this.mtimecmp[2 * hart];
    return ticks > Number.MAX_SAFE_INTEGER ? Infinity : this.clock.instantOf(ticks);
  }
}

export const clint: DeviceModel<Clint> = {
  create: ({ options, clock }) => new Clint(options.cpus, clock),
  stateShape: (cpus) => record({ msip: list(number(0, 1), cpus), mtimecmp: list(word, 2 * cpus) }),
  treeNode: ({ reg, lines }) => ({
    name: 'clint',
    properties: {
      compatible: ['sifive,clint0', 'riscv,clint0'],
      ...reg,
      'interrupts-extended': lines(SOFTWARE, TIMER),
    },
  }),
};
