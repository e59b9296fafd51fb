/** The machine as whoever drives it sees it. */
import type { Checkpoint } from './checkpoint';
import type { ConsoleInput } from './console-input';
import type { Privilege, MachineStop, Trap, TrapReturn, WatchedAccess, WatchList } from './stop';

import type { CostModelName } from './timing/core';
import type { Stretch } from './timing/stretch';
import type { TimingLook } from './timing/look';

export type { Arrival, ConsoleInput } from './console-input';
export * from './stop';

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

/** How a run is to go. */
export interface RunOptions {
  /** Go on past a breakpoint on the very next instruction. */
  readonly passBreakpoint?: boolean;
  /** Where input may come while all CPUs wait, time passes by itself no further than to this instant; absent: as far as there is to go. */
  readonly idleUntil?: number;
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
  run(until: number, options?: RunOptions): MachineStop;

  /**
   * Replaces the set of virtual addresses before whose instructions `run` stops, in whatever address space and mode. The
   * caller decides whether such a stop is meant, and goes on with `passBreakpoint` if not.
   */
  setBreakpoints(addresses: Iterable<bigint>): void;

  /** Replaces what `onAccess` is told of; also while it is being called. Costs nothing where nothing is watched. */
  setWatches(watches: WatchList): void;
  /** Called at every access to something watched, but not for those from outside. Return true to make `run` stop after the step. */
  onAccess: ((access: WatchedAccess) => boolean) | undefined;

  /** Called at every trap taken, after the hardware has done all of it. Return true to make `run` stop there. */
  onTrap: ((trap: Trap) => boolean) | undefined;
  /** Called after every `sret` and `mret`. Return true to make `run` stop there. */
  onReturn: ((trapReturn: TrapReturn) => boolean) | undefined;
  /** The same for returns to user mode alone, which costs the others nothing; it cannot stop `run`. */
  onReturnToUser: ((trapReturn: TrapReturn) => void) | undefined;
  /** Called with each stretch of transient instructions, within the step that it was in. */
  onTransient: ((stretch: Stretch) => void) | undefined;
  /** What things take, where it is modelled. */
  readonly timing: TimingLook | undefined;
  /** Called with each byte that the guest sends to its console. */
  onConsole: ((byte: number) => void) | undefined;
  readonly input: ConsoleInput;

  /** Physical memory (RAM and ROM) without side effects; undefined when any byte is not memory. Copies. */
  readPhysical(address: number, length: number): Uint8Array | undefined;
  /** False when any byte is not RAM (nothing is then written). Decoded instructions are invalidated. */
  writePhysical(address: number, bytes: Uint8Array): boolean;

  readonly hasDisk: boolean;
  /** The contents of the disk as the guest sees it now, a copy; undefined: there is no disk. */
  readDisk(): Uint8Array | undefined;

  /**
   * A digest of the whole state: harts, memory, devices, instant. Equal for equal states on every platform.
   * @param isArchitectural without what tells only in time: caches and all that `timing` has
   */
  hash(isArchitectural?: boolean): string;

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
  /** Where `entry` is that of a firmware: where the kernel begins that it shall start. */
  readonly next?: number;
  readonly initrd?: Uint8Array;
  /** The device tree's `/chosen/bootargs`. */
  readonly bootargs?: string;
}

/** Physical address of the doubleword by which a program of the bare machine speaks to its host, as on Spike. */
export interface HostInterfacePlace {
  readonly tohost: number;
  /** Where the host says that a call is done; programs that make none have no such place. */
  readonly fromhost?: number | undefined;
}

/**
 * Whoever wants to know what of a disk survives when the power goes: what was written reaches the disk for certain with the next flush
 * that is done, and until then each of its sectors by itself or not at all. Each function gives false for a request that is to fail.
 */
export interface DiskWatcher {
  read?(sector: number, length: number): boolean;
  write?(sector: number, bytes: Uint8Array): boolean;
  flush?(): boolean;
}

/** `translator`: all code is translated as soon as it runs. */
export type EngineName = 'auto' | 'interpreter' | 'translator';

export interface BoardOptions {
  /** Bytes of RAM, a multiple of 4096. */
  readonly memory: number;
  /** 1 to 8. */
  readonly cpus: number;
  /** What executes instructions; `interpreter` when absent. What a machine does is the same with any. */
  readonly engine?: EngineName;
  /** What things take; `none` when absent. What a machine does is the same with any, as long as nobody reads `cycle`. */
  readonly costModel?: CostModelName;
  /** Instructions that go on behind a load that faults, and behind a branch that was foreseen wrongly; 0 when absent. Needs `caches`. */
  readonly transient?: number;
  /** Whether such a load hands on what it must not read; true when absent. */
  readonly transientForwarding?: boolean;
  /** The image of a disk on the first virtio slot; it is never written to. */
  readonly disk?: Uint8Array;
  /** Ticks of mtime that a request to the disk takes; 0 when absent: done at once. */
  readonly diskLatency?: number;
  /** Looks at what the disk is asked, and may have it fail. */
  readonly diskWatcher?: DiskWatcher;
  /** Absent: there is none. */
  readonly hostInterface?: HostInterfacePlace;
}
