import { board } from '../../devices/board';
import type { System } from '../system';
import { Pte } from '../../machine/sv39';
import { mappingsOf } from '../memory/mappings';
import { RamPages, type PhysicalRange } from './ram-pages';
import { regionsOf, type Region, type RegionKind } from './regions';

const PAGE = 4096;

/** Every page of the RAM by its owner, and the devices. What several processes have mapped belongs to the first of them. */
export function physicalMap(system: System): PhysicalRange[] {
  const pages = new RamPages(system.machine.ram.base, system.machine.ram.size);
  claimFree(system, pages);
  claimProcesses(system, pages);
  claimKernel(system, pages);
  return [...devices, ...pages.ranges()].sort((a, b) => a.start - b.start);
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
  while (page !== undefined && pages.has(Number(page)) && pages.claimOf(Number(page))?.owner !== 'free') {
    pages.claim(Number(page), Number(page) + PAGE, { owner: 'free' });
    page = kernel.memory.readNumber(page, 8);
  }
  for (const { owner, start: from, end } of kernel.reserved()) {
    pages.claim(Number(from), Number(end), { owner });
  }
}

function claimProcesses(system: System, pages: RamPages): void {
  const { kernel, machine } = system;
  const mapped = (kernel?.list().processes ?? []).map((process) => {
    const { leaves, tables } = mappingsOf(machine, process.satp);
    const others = process.kernelSatp === undefined ? [] : mappingsOf(machine, process.kernelSatp).tables;
    return { process, leaves, tables: [...new Set([...tables, ...others])] };
  });
  /** In how many address spaces a table is: a kernel that is in all of them has its tables there as well. */
  const uses = new Map<number, number>();
  for (const { tables } of mapped) for (const table of tables) uses.set(table, (uses.get(table) ?? 0) + 1);
  /** How many processes have a page as their own. */
  const owners = new Map<number, number>();
  for (const { leaves } of mapped) {
    for (const { physical, flags } of leaves)
      if ((flags & Pte.U) !== 0) owners.set(physical, (owners.get(physical) ?? 0) + 1);
  }
  for (const { process, leaves, tables } of mapped) {
    const { pid } = process;
    const own = leaves.filter(({ flags }) => (flags & Pte.U) !== 0);
    const kindAt = kindsIn(regionsOf(system, process, own));
    for (const { address, physical, size } of own) {
      const all = owners.get(physical) ?? 1;
      const claim = {
        owner: 'process',
        pid,
        kind: kindAt(address),
        ...(all > 1 && { sharing: all }),
      } as const;
      pages.claim(physical, physical + size, claim, address);
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

/** What is at an address; to be asked by ascending addresses. */
function kindsIn(regions: readonly Region[]): (address: bigint) => RegionKind {
  let next = 0;
  return (address) => {
    while (next < regions.length && regions[next].end <= address) next++;
    return regions[next]?.kind ?? 'other';
  };
}

function claimKernel(system: System, pages: RamPages): void {
  const { kernel, kernelImage } = system;
  for (const { low, high, isCode, isWritable } of kernelImage?.extents ?? []) {
    const kind = isCode ? 'code' : isWritable ? 'data' : 'constants';
    pages.claim(Number(low), Number(high), { owner: 'kernelImage', kind });
  }
  for (const process of kernel?.list().processes ?? []) {
    const stack = kernel?.stackOf(process.address);
    const low = stack && kernel?.space.walk(stack.low).physical;
    const size = stack && Number(stack.high - stack.low);
    if (low === undefined || size === undefined || size > 2 ** 20) continue;
    pages.claim(low, low + size, { owner: 'kernelStack', pid: process.pid });
  }
  // What its allocator has given away, and nobody else has: the kernel itself.
  const { untouched } = kernel?.description.memory ?? {};
  const end = untouched === undefined ? undefined : kernel?.variable(untouched);
  const start = Math.max(...(kernelImage?.extents ?? []).map(({ high }) => Number(high)));
  if (end) pages.claimRest(Math.ceil(start / PAGE) * PAGE, Number(end), { owner: 'kernelHeap' });
}

const devices: readonly PhysicalRange[] = board.map(({ name, label, base, size }) => ({
  owner: 'device',
  name: label ?? name,
  start: base,
  end: base + size,
}));
