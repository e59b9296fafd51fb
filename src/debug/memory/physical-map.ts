import { addressMap, VIRTIO_SLOTS, virtioSlot } from '../../devices/address-map';
import type { System } from '../system';
import { mappingsOf } from './mappings';
import { Pte } from '../../machine/sv39';

export type Owner =
  | 'kernelImage'
  | 'kernelStack'
  | 'pageTable'
  | 'process'
  | 'free'
  | 'initrd'
  | 'deviceTree'
  | 'device'
  | 'other';

/** A stretch of physical addresses with one owner. */
export interface PhysicalRange {
  readonly owner: Owner;
  readonly start: number;
  readonly end: number;
  /** Whose memory, page table or kernel stack it is. */
  readonly pid?: number;
  /** Of a device, or what a program has there. */
  readonly name?: string;
}

const PAGE = 4096;

interface Claim {
  readonly owner: Owner;
  readonly pid?: number;
}

/** Every page of the RAM by its owner, and the devices. What several processes have mapped belongs to the first of them. */
export function physicalMap(system: System): PhysicalRange[] {
  const pages = new RamPages(system.machine.ram.base, system.machine.ram.size);
  claimFree(system, pages);
  claimProcesses(system, pages);
  claimKernel(system, pages);
  return [...devices(), ...pages.ranges()].sort((a, b) => a.start - b.start);
}

/** The owner of each page of the RAM. */
class RamPages {
  private readonly claims: Claim[] = [];
  private readonly owners: Uint16Array;

  constructor(
    private readonly base: number,
    size: number,
  ) {
    this.owners = new Uint16Array(size / PAGE);
    this.claims.push({ owner: 'other' });
  }

  /** Gives the pages that a range touches to an owner. */
  claim(start: number, end: number, claim: Claim): void {
    let number = this.claims.findIndex((one) => one.owner === claim.owner && one.pid === claim.pid);
    if (number < 0) number = this.claims.push(claim) - 1;
    const first = Math.max(0, Math.floor((start - this.base) / PAGE));
    const last = Math.min(this.owners.length, Math.ceil((end - this.base) / PAGE));
    if (last > first) this.owners.fill(number, first, last);
  }

  has(address: number): boolean {
    const page = (address - this.base) / PAGE;
    return Number.isInteger(page) && page >= 0 && page < this.owners.length;
  }

  ownerOf(address: number): Owner | undefined {
    return this.claims[this.owners[(address - this.base) / PAGE] ?? 0]?.owner;
  }

  ranges(): PhysicalRange[] {
    const ranges: PhysicalRange[] = [];
    for (let page = 0; page < this.owners.length;) {
      let end = page + 1;
      while (end < this.owners.length && this.owners[end] === this.owners[page]) end++;
      const claim = this.claims[this.owners[page]];
      ranges.push({ ...claim, start: this.base + page * PAGE, end: this.base + end * PAGE });
      page = end;
    }
    return ranges;
  }
}

/** The pages of the kernel's free list, and those that it has never used. */
function claimFree(system: System, pages: RamPages): void {
  const { kernel } = system;
  const { freeList, untouched } = kernel?.description.memory ?? {};
  const { base, size } = system.machine.ram;
  if (!kernel) return;
  const start = untouched === undefined ? undefined : kernel.variable(untouched);
  if (start !== undefined && start >= BigInt(base))
    pages.claim(Number(start), base + size, { owner: 'free' });
  let page = freeList === undefined ? undefined : kernel.variable(freeList);
  while (page !== undefined && pages.has(Number(page)) && pages.ownerOf(Number(page)) !== 'free') {
    pages.claim(Number(page), Number(page) + PAGE, { owner: 'free' });
    page = kernel.memory.readNumber(page, 8);
  }
  for (const { owner, start: from, end } of kernel.reserved()) {
    pages.claim(Number(from), Number(end), { owner });
  }
}

function claimProcesses(system: System, pages: RamPages): void {
  const { kernel, machine } = system;
  const mapped = (kernel?.list().processes ?? []).map(({ pid, satp }) => ({
    pid,
    ...mappingsOf(machine, satp),
  }));
  /** In how many address spaces a table is: a kernel that is in all of them has its tables there as well. */
  const uses = new Map<number, number>();
  for (const { tables } of mapped) for (const table of tables) uses.set(table, (uses.get(table) ?? 0) + 1);
  for (const { pid, leaves, tables } of mapped) {
    for (const { physical, size, flags } of leaves) {
      if ((flags & Pte.U) !== 0) pages.claim(physical, physical + size, { owner: 'process', pid });
    }
    for (const table of tables) {
      const isOwn = uses.get(table) === 1 || mapped.length === 1;
      pages.claim(table, table + PAGE, isOwn ? { owner: 'pageTable', pid } : { owner: 'pageTable' });
    }
  }
  for (const table of kernel ? mappingsOf(machine, kernel.space.satp).tables : []) {
    pages.claim(table, table + PAGE, { owner: 'pageTable' });
  }
}

function claimKernel(system: System, pages: RamPages): void {
  const { kernel, kernelImage } = system;
  for (const { low, high } of kernelImage?.extents ?? []) {
    pages.claim(Number(low), Number(high), { owner: 'kernelImage' });
  }
  for (const process of kernel?.list().processes ?? []) {
    const stack = kernel?.stackOf(process.address);
    const low = stack && kernel?.space.walk(stack.low).physical;
    const size = stack && Number(stack.high - stack.low);
    if (low === undefined || size === undefined || size > 2 ** 20) continue;
    pages.claim(low, low + size, { owner: 'kernelStack', pid: process.pid });
  }
}

function devices(): PhysicalRange[] {
  const device = (name: string, { base, size }: { base: number; size: number }): PhysicalRange => ({
    ...{ owner: 'device', name, start: base, end: base + size },
  });
  const { finisher, clint, plic, uart } = addressMap;
  return [
    ...[device('finisher', finisher), device('clint', clint), device('plic', plic), device('uart', uart)],
    ...Array.from({ length: VIRTIO_SLOTS }, (_, slot) => device(`virtio ${slot}`, virtioSlot(slot))),
  ];
}
