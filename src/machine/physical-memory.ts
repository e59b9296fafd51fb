import { RAM_OFFSET, ROM_OFFSET, ROM_SIZE } from './layout';
import type { State } from './state';

/** Where QEMU's virt board has its boot ROM and its RAM. */
export const ROM_BASE = 0x1000;
export const RAM_BASE = 0x8000_0000;

/** Physical addresses that hold data, as places in the machine's memory. */
export class PhysicalMemory {
  constructor(private readonly state: State) {}

  /** Host address of `length` bytes of RAM or ROM, or -1 when any of them is not memory. */
  hostAddress(physical: number, length: number): number {
    if (physical >= RAM_BASE && physical + length <= RAM_BASE + this.state.ramSize) {
      return physical - RAM_BASE + RAM_OFFSET;
    }
    if (physical >= ROM_BASE && physical + length <= ROM_BASE + ROM_SIZE) {
      return physical - ROM_BASE + ROM_OFFSET;
    }
    return -1;
  }

  /** The inverse of `hostAddress`, for an address that it gave. */
  physicalAddress(hostAddress: number): number {
    return hostAddress >= RAM_OFFSET
      ? hostAddress - RAM_OFFSET + RAM_BASE
      : hostAddress - ROM_OFFSET + ROM_BASE;
  }

  isWritable(hostAddress: number): boolean {
    return hostAddress >= RAM_OFFSET;
  }

  read(physical: number, length: number): Uint8Array | undefined {
    const host = this.hostAddress(physical, length);
    return host < 0 ? undefined : this.state.u8.slice(host, host + length);
  }
}
