import type { DeviceState } from './checkpoint';

/**
 * A device with registers in physical memory. Accesses are naturally aligned and of a size it allows; an 8-byte access
 * comes as two of 4 bytes, low half first. Values are unsigned 32-bit numbers.
 */
export interface Device {
  /** Under which its state is saved. */
  readonly name: string;
  /** Sizes that the registers answer to, as a sum: 1 | 2 | 4 | 8. */
  readonly sizes: number;
  /** `offset` from the device's base. May have side effects. */
  read(offset: number, size: number): number;
  write(offset: number, size: number, value: number): void;
  /** Everything that it remembers, as plain data, for checkpoints. */
  save(): DeviceState;
  /** @param state what `save` gave */
  restore(state: DeviceState): void;
  /** Does what is due at this instant. May be called more often than needed. */
  advance?(): void;
  /** The next instant at which something is due, or a line changes by itself; Infinity: none. */
  deadline?(): number;
  /** Lines that it drives to a hart, as bits of mip. */
  lines?(hart: number): number;
}

/** One row of the address map. */
export interface Mapping {
  readonly base: number;
  readonly size: number;
  readonly device: Device;
}

/** The devices of a board, by address. */
export class Bus {
  constructor(private readonly mappings: readonly Mapping[]) {}

  /** The mapping that holds all of an access, if its device allows the size; undefined is an access fault. */
  find(physical: number, size: number): Mapping | undefined {
    for (const mapping of this.mappings) {
      if (physical >= mapping.base && physical + size <= mapping.base + mapping.size) {
        return (mapping.device.sizes & size) !== 0 ? mapping : undefined;
      }
    }
    return undefined;
  }
}
