import type { Device } from '../machine/bus';
import type { DeviceState } from '../machine/checkpoint';
import { InterruptBit } from '../machine/status';
import type { DeviceModel } from './device-model';
import { list, number, record, word } from './state-shape';

/**
 * Platform-level interrupt controller (RISC-V PLIC specification 1.0, "Memory Map"), as the `virt` board has it. Each hart has
 * two contexts, first machine mode, then supervisor mode.
 *
 *   0x00_0000  priority of each source, 4 bytes each
 *   0x00_1000  pending bits
 *   0x00_2000  enable bits, 0x80 bytes for each context
 *   0x20_0000  for each context a page: threshold, claim/complete
 */
const PENDING = 0x1000;
const ENABLE = 0x2000;
const ENABLE_STRIDE = 0x80;
const CONTEXT = 0x20_0000;
const CONTEXT_STRIDE = 0x1000;
const THRESHOLD = 0;
const CLAIM = 4;
/** Priorities and thresholds have three bits. */
const MAX_PRIORITY = 7;

/** Highest number of a source on this board. */
export const PLIC_SOURCES = 95;
/** Interrupt causes that it drives. */
const SUPERVISOR_EXTERNAL = 9;
const MACHINE_EXTERNAL = 11;

/** The lines of a hart, by context. */
const LINES = [InterruptBit.MEI, InterruptBit.SEI];

/**
 * A source is pending from the moment its device asserts it until it is claimed; a device that merely stays asserted does not make it
 * pending again, one that says so anew does. That is how QEMU does it, and drivers rely on it: with gateways that look at the level,
 * a UART whose transmit interrupt nobody clears would interrupt for ever.
 */
export class Plic implements Device {
  readonly name = 'plic';
  readonly sizes = 4;
  private readonly priority: Uint8Array;
  private readonly pending: Uint32Array;
  /** Claimed by a hart and not completed: the source is held back. */
  private readonly claimed: Uint32Array;
  private readonly enable: Uint32Array;
  private readonly threshold: Uint8Array;
  private readonly words: number;

  /** @param sources the highest number of a source; there is no source 0 */
  constructor(
    private readonly harts: number,
    private readonly sources: number,
  ) {
    const contexts = 2 * harts;
    this.words = (sources >> 5) + 1;
    this.priority = new Uint8Array(sources + 1);
    this.pending = new Uint32Array(this.words);
    this.claimed = new Uint32Array(this.words);
    this.enable = new Uint32Array(this.words * contexts);
    this.threshold = new Uint8Array(contexts);
  }

  /** A device asserts its interrupt, for the first time or again. */
  raise(source: number): void {
    this.pending[source >> 5] |= 1 << (source & 31);
  }

  /** MEI and SEI of a hart, as bits of mip. */
  lines(hart: number): number {
    let lines = 0;
    LINES.forEach((line, mode) => {
      if (this.best(2 * hart + mode) !== 0) lines |= line;
    });
    return lines;
  }

  /** Lines of a hart that the source would raise if it were asserted and not held back. */
  reachable(source: number, hart: number): number {
    let lines = 0;
    LINES.forEach((line, mode) => {
      const context = 2 * hart + mode;
      const enabled = (this.enable[context * this.words + (source >> 5)] & (1 << (source & 31))) !== 0;
      if (enabled && this.priority[source] > this.threshold[context]) lines |= line;
    });
    return lines;
  }

  read(offset: number): number {
    if (offset < PENDING) return this.priority[offset >> 2] ?? 0;
    if (offset < ENABLE) return this.pending[(offset - PENDING) >> 2] ?? 0;
    if (offset < CONTEXT) {
      const index = this.enableIndex(offset - ENABLE);
      return index < 0 ? 0 : this.enable[index];
    }
    const { context, register } = this.contextRegister(offset - CONTEXT);
    if (context >= 2 * this.harts) return 0;
    if (register === THRESHOLD) return this.threshold[context];
    return register === CLAIM ? this.claim(context) : 0;
  }

  write(offset: number, _size: number, value: number): void {
    if (offset < PENDING) {
      const source = offset >> 2;
      if (source >= 1 && source <= this.sources) this.priority[source] = value & MAX_PRIORITY;
    } else if (offset < ENABLE) {
      return; // What is pending is the devices' and the claimers' to say.
    } else if (offset < CONTEXT) {
      const index = this.enableIndex(offset - ENABLE);
      if (index >= 0) this.enable[index] = value & this.existing(index % this.words);
    } else {
      const { context, register } = this.contextRegister(offset - CONTEXT);
      if (context >= 2 * this.harts) return;
      if (register === THRESHOLD) this.threshold[context] = value & MAX_PRIORITY;
      else if (register === CLAIM) this.complete(context, value);
    }
  }

  save(): DeviceState {
    const { priority, pending, claimed, enable, threshold } = this;
    return {
      priority: [...priority],
      pending: [...pending],
      claimed: [...claimed],
      enable: [...enable],
      threshold: [...threshold],
    };
  }
  restore(state: DeviceState): void {
    const saved = state as Record<'priority' | 'pending' | 'claimed' | 'enable' | 'threshold', number[]>;
    this.priority.set(saved.priority);
    this.pending.set(saved.pending);
    this.claimed.set(saved.claimed);
    this.enable.set(saved.enable);
    this.threshold.set(saved.threshold);
  }

  /** The source that the context would be given: of highest priority above the threshold, then of lowest number. 0: none. */
  private best(context: number): number {
    let best = 0;
    let highest = this.threshold[context];
    for (let word = 0; word < this.words; word++) {
      let ready = this.pending[word] & ~this.claimed[word] & this.enable[context * this.words + word];
      while (ready !== 0) {
        const bit = 31 - Math.clz32(ready & -ready);
        const source = 32 * word + bit;
        if (this.priority[source] > highest) {
          best = source;
          highest = this.priority[source]!;
        }
        ready &= ready - 1;
      }
    }
    return best;
  }

  private claim(context: number): number {
    const source = this.best(context);
    if (source !== 0) {
      this.pending[source >> 5] &= ~(1 << (source & 31));
      this.claimed[source >> 5] |= 1 << (source & 31);
    }
    return source;
  }

  private complete(context: number, source: number): void {
    if (source > this.sources) return;
    const word = source >> 5;
    const bit = 1 << (source & 31);
    if ((this.enable[context * this.words + word] & bit) !== 0) this.claimed[word] &= ~bit;
  }

  /** Index of an enable word by its offset in the region, or -1. */
  private enableIndex(offset: number): number {
    const context = Math.floor(offset / ENABLE_STRIDE);
    const word = (offset % ENABLE_STRIDE) >> 2;
    return context < 2 * this.harts && word < this.words ? context * this.words + word : -1;
  }

  private contextRegister(offset: number): { context: number; register: number } {
    return { context: Math.floor(offset / CONTEXT_STRIDE), register: offset % CONTEXT_STRIDE };
  }

  /** Bits of a word that stand for a source. */
  private existing(word: number): number {
    const first = word === 0 ? ~1 : ~0;
    const beyond = 32 * (word + 1) - 1 - this.sources;
    return beyond > 0 ? first & (~0 >>> beyond) : first;
  }
}

export const plic: DeviceModel<Plic> = {
  create: ({ options }) => new Plic(options.cpus, PLIC_SOURCES),
  stateShape: (cpus) => {
    const words = Math.ceil((PLIC_SOURCES + 1) / 32);
    return record({
      priority: list(number(0, MAX_PRIORITY), PLIC_SOURCES + 1),
      pending: list(word, words),
      claimed: list(word, words),
      enable: list(word, 2 * cpus * words),
      threshold: list(number(0, MAX_PRIORITY), 2 * cpus),
    });
  },
  treeNode: ({ reg, lines, phandle }) => ({
    name: 'plic',
    properties: {
      compatible: ['sifive,plic-1.0.0', 'riscv,plic0'],
      ...reg,
      'interrupts-extended': lines(MACHINE_EXTERNAL, SUPERVISOR_EXTERNAL),
      'interrupt-controller': true,
      '#interrupt-cells': [1],
      '#address-cells': [0],
      'riscv,ndev': [PLIC_SOURCES],
      phandle: [phandle()],
    },
  }),
};
