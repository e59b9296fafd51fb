import { PAGE_SIZE, Slot } from './layout';
import type { State } from './state';
import { Privilege } from './types';

/** Kinds of access, as the bits of a permission field. */
export const Access = { read: 1, write: 2, execute: 4 } as const;
export type Access = (typeof Access)[keyof typeof Access];

const ALL = Access.read | Access.write | Access.execute;
export const PMP_ENTRIES = 16;
export const PMP_LOCKED = 0x80;
const Mode = { off: 0, tor: 1, na4: 2, napot: 3 } as const;

interface Region {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly permissions: number;
  readonly locked: boolean;
}

/** Physical memory protection (privileged specification, "Physical Memory Protection"). */
export class Pmp {
  /** Rises with every change. */
  generation = 1;
  /** Regions by priority; undefined: to be read from the CSRs, of which a kernel writes many in a row. */
  private known: Region[] | undefined;

  constructor(private readonly state: State) {}

  /** To be called after any change of the pmp CSRs of the current hart, and when another hart has its turn. */
  changed(): void {
    this.known = undefined;
    this.generation++;
  }

  private get regions(): readonly Region[] {
    return (this.known ??= this.readRegions());
  }

  private readRegions(): Region[] {
    const regions: Region[] = [];
    let previous = 0;
    for (let index = 0; index < PMP_ENTRIES; index++) {
      const configuration = this.state.u8[Slot.pmpcfg + index];
      const address = this.state.u64[(Slot.pmpaddr >> 3) + index];
      const bounds = boundsOf((configuration >> 3) & 3, address, previous);
      previous = Number(address) * 4;
      if (bounds) {
        regions.push({
          ...bounds,
          permissions: configuration & ALL,
          locked: (configuration & PMP_LOCKED) !== 0,
        });
      }
    }
    return regions;
  }

  /** May `length` bytes at a physical address be accessed in this way, in this mode? */
  allows(physical: number, length: number, access: Access, privilege: Privilege): boolean {
    for (const region of this.regions) {
      if (physical + length <= region.start || physical >= region.end) continue;
      // The entry of highest priority that matches any byte decides, and must match them all.
      if (physical < region.start || physical + length > region.end) return false;
      if (privilege === Privilege.machine && !region.locked) return true;
      return (region.permissions & access) !== 0;
    }
    return privilege === Privilege.machine;
  }

  /** Does one answer hold for every byte of the page, for accesses of any size? */
  uniform(physicalPage: number): boolean {
    const end = physicalPage + PAGE_SIZE;
    for (const region of this.regions) {
      if (end <= region.start || physicalPage >= region.end) continue;
      return physicalPage >= region.start && end <= region.end;
    }
    return true;
  }
}

/** Bytes [start, end) that an entry is for; undefined when it is off or empty. Addresses are kept as exact doubles up to 2^56. */
function boundsOf(
  mode: number,
  address: bigint,
  previousEnd: number,
): { start: number; end: number } | undefined {
  switch (mode) {
    case Mode.tor: {
      const end = Number(address) * 4;
      return previousEnd < end ? { start: previousEnd, end } : undefined;
    }
    case Mode.na4:
      return { start: Number(address) * 4, end: Number(address) * 4 + 4 };
    case Mode.napot: {
      const ones = address ^ (address + 1n); // trailing ones and the zero above them
      const start = Number(address & ~ones) * 4;
      return { start, end: start + (Number(ones) + 1) * 4 };
    }
    default:
      return undefined;
  }
}
