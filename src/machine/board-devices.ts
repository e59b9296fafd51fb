import type { Device, Mapping } from './bus';
import type { ConsoleInput } from './types';

/** What the board around the harts tells them. Devices keep their own state and act at no other times. */
export interface BoardDevices {
  readonly mappings: readonly Mapping[];
  readonly input: ConsoleInput & Pick<Device, 'save' | 'restore'>;
  readonly hasDisk: boolean;
  /** The contents of the disk, a copy; undefined: there is none. */
  readDisk(): Uint8Array | undefined;
  /** Does what is due at this instant. May be called more often than needed. */
  advance(): void;
  /** Every hart waits: does what only happens then. @returns whether there was anything */
  allWait(): boolean;
  /** And nothing is due either: does what only happens then. @returns whether there was anything */
  nothingDue(): boolean;
  /** Lines to a hart that input from outside would raise now. */
  inputLines(hart: number): number;
  /** Interrupt lines to a hart, as bits of mip, at this instant. */
  lines(hart: number): number;
  /** The next instant at which a line changes by itself or something is due; Infinity when none does. */
  deadline(): number;
}
