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

/** A stretch of physical memory whose accesses are reported. */
export interface WatchedMemory {
  readonly address: number;
  readonly length: number;
  readonly reads: boolean;
  readonly writes: boolean;
}

/** What `Machine.onAccess` is told of. */
export interface WatchList {
  readonly memory: readonly WatchedMemory[];
  /** General registers, by number: instructions that write them. */
  readonly registers: ReadonlySet<number>;
  /** CSRs, by number: Zicsr instructions that name them and write. What traps do to CSRs, `onTrap` and `onReturn` tell. */
  readonly csrs: ReadonlySet<number>;
}

/** An access to something watched, told when its bytes are in place, within the step that makes it. */
export type WatchedAccess =
  | {
      readonly kind: 'memory';
      readonly cpu: number;
      /** Of the instruction that makes it, or that runs next where `by` is a device. */
      readonly pc: bigint;
      /** Physical, and of the whole access; some of its bytes are watched. */
      readonly address: number;
      readonly length: number;
      readonly isWrite: boolean;
      /** `walker`: the page-table walk that sets A and D bits. */
      readonly by: 'instruction' | 'walker' | 'device';
    }
  /** The instruction at `pc` has been executed, and has written this register. */
  | { readonly kind: 'register' | 'csr'; readonly cpu: number; readonly pc: bigint; readonly number: number };

/** Why `Machine.run` came back. In every case the machine is between two steps and its state is exact. */
export type MachineStop =
  /** The instant asked for was reached. */
  | { readonly kind: 'limit' }
  /** An instruction with a breakpoint runs next on `cpu`. */
  | { readonly kind: 'breakpoint'; readonly cpu: number; readonly pc: bigint }
  /** `onTrap` asked for it: the trap was taken, the handler's first instruction runs next. */
  | { readonly kind: 'trap'; readonly cpu: number; readonly trap: Trap }
  /** `onReturn` asked for it: the instruction returned to runs next. */
  | { readonly kind: 'return'; readonly cpu: number; readonly trapReturn: TrapReturn }
  /** `onAccess` asked for it: the step that made the access is done. */
  | { readonly kind: 'watch'; readonly cpu: number; readonly access: WatchedAccess }
  /** The guest wrote to the finisher: it is over. `code` 0 is a pass. */
  | { readonly kind: 'finished'; readonly code: number }
  /** The guest asked the finisher for a reset. */
  | { readonly kind: 'reset' }
  /**
   * All CPUs wait, and input from outside (`ConsoleInput.open`) would wake one; nothing else does before the instant `until`, or
   * ever. It comes when `RunOptions.idleUntil` is reached, or nothing but input can wake them.
   */
  | { readonly kind: 'idle'; readonly until: number }
  /** Nothing can ever run again: all CPUs wait, no deadline is set and no input can come; or the guest did something no machine survives. */
  | { readonly kind: 'stuck'; readonly reason: string };
