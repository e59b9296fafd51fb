import type { Checkpoint } from './checkpoint';

/** The vocabulary in which the machine speaks to whoever drives it: modes, traps, stops. */

/** Privilege levels as the privileged specification encodes them (section "Privilege Levels"). */
export const Privilege = { user: 0, supervisor: 1, machine: 3 } as const;
export type Privilege = (typeof Privilege)[keyof typeof Privilege];

/** What the hardware did when it took a trap. Everything is as it was or became in that one step. */
export interface Trap {
  readonly cpu: number;
  /** The instant after the step that took the trap. */
  readonly at: number;
  /** Cause code without the interrupt bit. */
  readonly cause: number;
  readonly interrupt: boolean;
  readonly from: Privilege;
  readonly to: Privilege;
  /** The interrupted pc, now in sepc or mepc. */
  readonly epc: bigint;
  /** Now in stval or mtval. */
  readonly value: bigint;
  /** Where the hardware jumped. */
  readonly handler: bigint;
  /** mstatus before and after. */
  readonly statusBefore: bigint;
  readonly statusAfter: bigint;
}

/** An executed `sret` or `mret`. */
export interface TrapReturn {
  readonly cpu: number;
  /** The instant after the step. */
  readonly at: number;
  readonly from: Privilege;
  readonly to: Privilege;
  /** The pc after it. */
  readonly pc: bigint;
}

/** Why `Machine.run` came back. In every case the machine is between two steps and its state is exact. */
export type Stop =
  /** The instant asked for was reached. */
  | { readonly kind: 'limit' }
  /** An instruction with a breakpoint runs next on `cpu`. */
  | { readonly kind: 'breakpoint'; readonly cpu: number; readonly pc: bigint }
  /** `onTrap` asked for it: the trap was taken, the handler's first instruction runs next. */
  | { readonly kind: 'trap'; readonly cpu: number; readonly trap: Trap }
  /** `onReturn` asked for it: the instruction returned to runs next. */
  | { readonly kind: 'return'; readonly cpu: number; readonly trapReturn: TrapReturn }
  /** The guest wrote to the finisher: it is over. `code` 0 is a pass. */
  | { readonly kind: 'finished'; readonly code: number }
  /** The guest asked the finisher for a reset. */
  | { readonly kind: 'reset' }
  /** All CPUs wait, no deadline is set, and only input from outside can wake them (`ConsoleInput.open`). */
  | { readonly kind: 'idle' }
  /** Nothing can ever run again: all CPUs wait, no deadline is set and no input can come; or the guest did something no machine survives. */
  | { readonly kind: 'stuck'; readonly reason: string };

/** A byte that was typed, and when: what it takes to run the same run again. */
export interface Arrival {
  /** The instant between two steps at which it came. */
  readonly at: number;
  readonly byte: number;
}

/**
 * What comes to the machine's console, in two ways that may be mixed. What is typed arrives when it is typed, and is logged; what is
 * fed waits until the guest is ready for it, so that the same bytes make the same run.
 */
export interface ConsoleInput {
  /** Bytes that arrive at this instant. What the log has for later instants (the machine was taken back) is forgotten. */
  type(bytes: Uint8Array): void;
  /** All that was typed, in order. Going back in time changes nothing here: the same bytes come again. */
  readonly log: readonly Arrival[];
  /** Takes another run's log instead: its bytes arrive at their instants, from this one on. */
  replay(log: readonly Arrival[]): void;
  /**
   * Appends to what is delivered byte by byte whenever the UART's receive buffer is empty and the guest looks out for input. To
   * have equal runs, feed everything before the first step, or whenever `run` comes back as `idle`.
   */
  feed(bytes: Uint8Array): void;
  /** Whether more may come from outside; false at first. Decides between the stops `idle` and `stuck`. */
  open: boolean;
}

/** Bounds of physical memory that holds data (RAM or ROM). */
export interface MemoryRange {
  readonly base: number;
  readonly size: number;
}

/** One CPU, as seen from outside. Reads have no side effects. Values are unsigned 64-bit BigInts. */
export interface Hart {
  readonly id: number;
  pc: bigint;
  privilege: Privilege;
  /** x0..x31; writing x0 does nothing. */
  readRegister(index: number): bigint;
  writeRegister(index: number, value: bigint): void;
  /** A CSR by number, as the highest mode would read it; undefined when the machine has none of that number. */
  readCsr(number: number): bigint | undefined;
  /** With the WARL rules applied. False when there is no such CSR or it is read-only. */
  writeCsr(number: number, value: bigint): boolean;
  /** Instructions retired. */
  readonly retired: number;
  /** Waits in `wfi`. */
  readonly waiting: boolean;
}

export interface Machine {
  readonly harts: readonly Hart[];
  /** The CPU whose turn it is: the one that the next step belongs to. */
  readonly current: Hart;
  /** The instant: steps of all CPUs since reset (INTERFACES "Time"). A safe integer. */
  readonly instant: number;
  readonly ram: MemoryRange;

  /**
   * Runs until the instant `until` (exclusive of any further step), or an earlier stop. Where a breakpoint lies on the very next
   * instruction it stops at once, unless `passBreakpoint`. Does not return to the event loop: callers slice.
   */
  run(until: number, options?: { passBreakpoint?: boolean }): Stop;

  /**
   * Replaces the set of virtual addresses before whose instructions `run` stops, in whatever address space and mode. The
   * caller decides whether such a stop is meant, and goes on with `passBreakpoint` if not.
   */
  setBreakpoints(addresses: Iterable<bigint>): void;

  /** Called at every trap taken, after the hardware has done all of it. Return true to make `run` stop there. */
  onTrap: ((trap: Trap) => boolean) | undefined;
  /** Called after every `sret` and `mret`. Return true to make `run` stop there. */
  onReturn: ((trapReturn: TrapReturn) => boolean) | undefined;
  /** Called with each byte that the guest sends to its console. */
  onConsole: ((byte: number) => void) | undefined;
  readonly input: ConsoleInput;

  /** Physical memory (RAM and ROM) without side effects; undefined when any byte is not memory. Copies. */
  readPhysical(address: number, length: number): Uint8Array | undefined;
  /** False when any byte is not RAM (nothing is then written). Decoded instructions are invalidated. */
  writePhysical(address: number, bytes: Uint8Array): boolean;

  /** A digest of the whole state: harts, memory, devices, instant. Equal for equal states on every platform. */
  hash(): string;

  /** The whole machine as it is now. Costs what changed since the checkpoint before. */
  saveCheckpoint(): Checkpoint;
  /** @param checkpoint of this machine, or of one with the same options and boot image */
  restoreCheckpoint(checkpoint: Checkpoint): void;

  /** One walk of the page tables, without side effects (A and D bits are not set). `satp` as the CSR. */
  walk(satp: bigint, address: bigint): PageWalk;
}

/** A page-table walk, level by level (privileged specification, "Virtual Address Translation Process"). */
export interface PageWalk {
  /** Entries visited, from the root (level 2) down. Empty with translation off. */
  readonly steps: readonly {
    readonly level: number;
    readonly entryAddress: number;
    readonly entry: bigint;
  }[];
  /** The leaf that maps the address: absent when there is none, and with translation off. */
  readonly leaf?: { readonly level: number; readonly entry: bigint; readonly pageSize: number };
  /** Physical address; absent when unmapped. With translation off: the address itself. */
  readonly physical?: number;
  /** Why there is no translation, in words. */
  readonly failure?: string;
}

/** What a board starts with in memory. */
export interface BootImage {
  readonly segments: readonly {
    readonly address: number;
    readonly bytes: Uint8Array;
    readonly size: number;
  }[];
  /** Where the reset code jumps to. */
  readonly entry: number;
  readonly initrd?: Uint8Array;
  /** The device tree's `/chosen/bootargs`. */
  readonly bootargs?: string;
}

export interface BoardOptions {
  /** Bytes of RAM, a multiple of 4096. */
  readonly memory: number;
  /** 1 to 8. */
  readonly cpus: number;
  /** The image of a disk on the first virtio slot; it is never written to. */
  readonly disk?: Uint8Array;
  /** Ticks of mtime that a request to the disk takes; 0 when absent: done at once. */
  readonly diskLatency?: number;
}
