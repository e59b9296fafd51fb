import { hex } from '../../base/integers';
import { satpOf, rootOf } from '../../debug/cpu-state';
import type { Process } from '../../debug/kernels/kernel';
import { statusBits, verdicts, walkLevels } from '../../debug/memory/page-walk';
import { physicalMap } from '../../debug/memory/physical-map';
import { addressSpaceOf } from '../../debug/memory/regions';
import type { System } from '../../debug/system';
import type { AddressSpaceBody, PageWalkBody, PhysicalMemoryBody } from '../../protocol/requests';
import { parseAddress } from '../addresses';
import { stateError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** Who has which memory, virtual and physical, for views. */
export function addressSpacesFeature(session: Session): Handlers {
  return {
    'trapframe/addressSpace': ({ pid }: { pid?: unknown }): AddressSpaceBody => {
      const { system } = session.active;
      const process = processWithId(system, pid);
      const map = addressSpaceOf(system, process);
      return {
        ...{ pid: process.pid, name: process.name },
        ...rootBody(process.satp),
        regions: map.regions.map(({ start, end, physical, ...region }) => ({
          ...region,
          ...{ start: hex(start), end: hex(end), size: Number(end - start) },
          ...(physical === undefined ? {} : { physical: hex(BigInt(physical)) }),
        })),
        ...(map.arguments
          ? {
              arguments: {
                argc: map.arguments.texts.length,
                argv: hex(map.arguments.address),
                texts: map.arguments.texts.map(({ address, text }) => ({ address: hex(address), text })),
              },
            }
          : {}),
        ...(map.isCut ? { message: 'the page tables lead in circles; not all of them are shown' } : {}),
      };
    },
    'trapframe/pageWalk': ({ pid, address }: { pid?: unknown; address?: unknown }): PageWalkBody => {
      const { system } = session.active;
      const process = pid === undefined ? undefined : processWithId(system, pid);
      const hart = (process && system.hartOf(process)) ?? system.machine.current;
      const satp = process?.satp ?? satpOf(hart);
      const at = parseAddress(typeof address === 'number' ? `${address}` : String(address));
      const walk = system.machine.walk(satp, at);
      const status = statusBits(hart);
      return {
        ...(process ? { pid: process.pid } : {}),
        address: hex(at),
        ...rootBody(satp),
        levels: walkLevels(walk).map(({ table, entryAddress, entry, ...level }) => ({
          ...level,
          ...{ table: hex(BigInt(table)), entryAddress: hex(BigInt(entryAddress)), entry: hex(entry) },
        })),
        ...(walk.physical === undefined ? {} : { physical: hex(BigInt(walk.physical)) }),
        ...(walk.leaf ? { pageSize: walk.leaf.pageSize } : {}),
        ...(walk.failure === undefined ? {} : { failure: walk.failure }),
        ...status,
        accesses: verdicts(walk, status),
      };
    },
    'trapframe/physicalMemory': (): PhysicalMemoryBody => {
      const { system } = session.active;
      const { base, size } = system.machine.ram;
      return {
        ram: { start: hex(BigInt(base)), end: hex(BigInt(base + size)) },
        ranges: physicalMap(system).map(({ start, end, ...range }) => ({
          ...range,
          ...{ start: hex(BigInt(start)), end: hex(BigInt(end)), size: end - start },
        })),
        ...(system.kernel ? {} : { message: system.problem ?? 'there is no kernel' }),
      };
    },
  };
}

function rootBody(satp: bigint): { satp: string; root?: string } {
  const root = rootOf(satp);
  return { satp: hex(satp), ...(root === undefined ? {} : { root: hex(root) }) };
}

function processWithId(system: System, pid: unknown): Process {
  const { kernel } = system;
  if (!kernel) throw stateError(system.problem ?? 'there is no kernel, and so there are no processes');
  const found = kernel.list().processes.find((process) => process.pid === Number(pid));
  if (!found) throw stateError(`there is no process ${String(pid)} now`);
  return found;
}
