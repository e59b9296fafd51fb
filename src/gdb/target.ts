/** What the remote protocol's server needs of whoever has the machine. CPUs are counted from 0; the protocol's threads from 1. */

export type PointKind = 'instruction' | 'write' | 'read' | 'access';

/** A breakpoint or watchpoint, at a virtual address of the CPU that the client looks at. */
export interface Point {
  readonly kind: PointKind;
  readonly address: bigint;
  readonly length: number;
}

export interface Resume {
  readonly how: 'continue' | 'step';
  /** Whose step it is. */
  readonly cpu: number;
  readonly isBackward: boolean;
}

/** Why the machine stands. */
export type GdbStop =
  | { readonly kind: 'trap'; readonly cpu: number }
  | { readonly kind: 'interrupt'; readonly cpu: number }
  | {
      readonly kind: 'watch';
      readonly cpu: number;
      readonly access: Exclude<PointKind, 'instruction'>;
      readonly address: bigint;
    }
  /** There is no history in that direction. */
  | { readonly kind: 'history'; readonly cpu: number; readonly at: 'begin' | 'end' }
  /** The machine is off. */
  | { readonly kind: 'exited'; readonly status: number };

export interface GdbTarget {
  readonly cpus: number;
  /** Of the last stop. */
  readonly current: number;
  readonly canReverse: boolean;
  /** A register by its number in the target description; undefined when there is none. */
  readRegister(cpu: number, number: number): bigint | undefined;
  /** False when there is none, or it cannot be written. */
  writeRegister(cpu: number, number: number, value: bigint): boolean;
  /** The bytes from an address on that there are, as that CPU sees them; at most `length`. */
  readMemory(cpu: number, address: bigint, length: number): Uint8Array;
  /** False when not all of it is memory. */
  writeMemory(cpu: number, address: bigint, bytes: Uint8Array): boolean;
  /** Replaces all points. */
  setPoints(points: readonly Point[]): void;
  /** Resolves at the next stop. */
  resume(resume: Resume): Promise<GdbStop>;
  /** Asks a machine that runs to stop. */
  interrupt(): void;
  /** What `monitor COMMAND` answers. */
  monitor(command: string): string;
  /** The client goes, and the machine runs on without it; or is switched off. */
  leave(how: 'detach' | 'kill'): void;
}
