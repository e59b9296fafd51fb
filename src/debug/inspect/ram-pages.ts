import type { RegionKind } from './regions';

export type Owner =
  | 'kernelImage'
  | 'kernelStack'
  | 'kernelHeap'
  | 'pageTable'
  | 'process'
  | 'free'
  | 'initrd'
  | 'deviceTree'
  | 'device'
  | 'other';

/** Who has memory, and for what. */
export interface Claim {
  readonly owner: Owner;
  /** Whose memory, page table or kernel stack it is. */
  readonly pid?: number;
  /** What a process, or the kernel's image, has there. */
  readonly kind?: RegionKind;
  /** How many processes have it, where there are several. */
  readonly sharing?: number;
}

/** A stretch of physical addresses with one owner. */
export interface PhysicalRange extends Claim {
  readonly start: number;
  readonly end: number;
  /** Where it is for the process that has it. */
  readonly address?: bigint;
  /** Of a device. */
  readonly name?: string;
}

const PAGE = 4096;

/** The owner of each page of the RAM; that of a page that nobody claims is `other`. */
export class RamPages {
  private readonly claims: Claim[] = [{ owner: 'other' }];
  private readonly owners: Uint16Array;
  /** Where a process has a page, by the number of the page. */
  private readonly addresses = new Map<number, bigint>();

  constructor(
    private readonly base: number,
    size: number,
  ) {
    this.owners = new Uint16Array(size / PAGE);
  }

  /**
   * Gives the pages that a range touches to an owner, whatever they were before.
   * @param address where the first of them is for the process that owns them
   */
  claim(start: number, end: number, claim: Claim, address?: bigint): void {
    const number = this.numberOf(claim);
    const first = Math.max(0, Math.floor((start - this.base) / PAGE));
    const last = Math.min(this.owners.length, Math.ceil((end - this.base) / PAGE));
    if (last > first) this.owners.fill(number, first, last);
    for (let page = first; page < last; page++) {
      if (address === undefined) this.addresses.delete(page);
      else this.addresses.set(page, address + BigInt(this.base + page * PAGE - start));
    }
  }

  /** Gives what nobody has claimed of a range to an owner. */
  claimRest(start: number, end: number, claim: Claim): void {
    const number = this.numberOf(claim);
    for (let address = start; address < end && this.has(address); address += PAGE) {
      const page = (address - this.base) / PAGE;
      if (this.owners[page] === 0) this.owners[page] = number;
    }
  }

  has(address: number): boolean {
    const page = (address - this.base) / PAGE;
    return Number.isInteger(page) && page >= 0 && page < this.owners.length;
  }

  claimOf(address: number): Claim | undefined {
    return this.claims[this.owners[(address - this.base) / PAGE] ?? 0];
  }

  /** Pages side by side with one owner, which that owner has side by side, too. */
  ranges(): PhysicalRange[] {
    const ranges: PhysicalRange[] = [];
    for (let page = 0; page < this.owners.length;) {
      const address = this.addresses.get(page);
      let end = page + 1;
      while (
        end < this.owners.length &&
        this.owners[end] === this.owners[page] &&
        this.addresses.get(end) ===
          (address === undefined ? undefined : address + BigInt((end - page) * PAGE))
      ) {
        end++;
      }
      const claim = this.claims[this.owners[page]];
      ranges.push({
        ...claim,
        start: this.base + page * PAGE,
        end: this.base + end * PAGE,
        ...(address === undefined ? {} : { address }),
      });
      page = end;
    }
    return ranges;
  }

  private numberOf(claim: Claim): number {
    const { owner, pid, kind, sharing } = claim;
    const known = this.claims.findIndex(
      (one) => one.owner === owner && one.pid === pid && one.kind === kind && one.sharing === sharing,
    );
    return known < 0 ? this.claims.push(claim) - 1 : known;
  }
}
