import { csrNumber } from '../../isa/csrs';
import type { System } from '../system';
import { AddressSpace } from '../memory/address-space';

const SATP = csrNumber('satp')!;
/** Of an entry of a page table (privileged specification, "Sv32: Addressing and Memory Protection"). */
const EXECUTE = 1n << 3n;

/** Whether there is memory that can be executed at an address: in physical memory, on a CPU as it is now, in the kernel or in a process. */
export function isExecutable(system: System, address: bigint): boolean {
  const { machine, kernel } = system;
  if (machine.readPhysical(Number(address), 2) !== undefined) return true;
  const spaces = new Set(machine.harts.map((hart) => hart.readCsr(SATP) ?? 0n));
  if (kernel) spaces.add(kernel.space.satp);
  for (const { satp } of kernel?.list().processes ?? []) spaces.add(satp);
  return [...spaces].some((satp) => {
    const { leaf, physical } = new AddressSpace(machine, satp).walk(address);
    if (leaf === undefined || physical === undefined || (leaf.entry & EXECUTE) === 0n) return false;
    return machine.readPhysical(physical, 2) !== undefined;
  });
}
