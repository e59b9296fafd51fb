import { UserError } from '../../base/errors';
import { stripped } from '../../toolchain/dwarf/types/model';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import type { CpuFields, ProcessFields } from './description';
import { ListTable } from './list-table';
import { PointerTable } from './pointer-table';
import { Table, type ProcessTable } from './tables';
import { variableAt } from './variable-path';

/** Bytes. */
const POINTER = 8;

/** The process table as the kernel has it: an array of structures or of pointers to them, or a list. @throws UserError */
export function processTable(
  image: Image,
  { table, next }: ProcessFields,
  memory: AddressSpace,
): ProcessTable {
  if (next !== undefined) return new ListTable(image, table, next, memory);
  const type = variableAt(image, table)?.type;
  const array = type && stripped(type);
  const isOfPointers = array?.kind === 'array' && stripped(array.element).kind === 'pointer';
  return isOfPointers ? new PointerTable(image, table, memory) : new Table(image, table, memory);
}

/**
 * How the kernel knows which process a CPU runs: by a field of the CPU's structure; or, without a table of those, by a pointer for
 * each CPU in an array, or one pointer alone, which then is that of the first CPU. @throws UserError
 */
export function runningOf(
  image: Image,
  { table, current }: CpuFields,
  memory: AddressSpace,
): (cpu: number) => bigint {
  if (table !== undefined) {
    const cpus = new Table(image, table, memory);
    cpus.layoutOf(current);
    return (cpu) => (cpu < cpus.count ? (cpus.pointer(cpu, current) ?? 0n) : 0n);
  }
  const variable = variableAt(image, current);
  if (!variable?.type) throw new UserError(`the debug information of the kernel has no variable ${current}`);
  const type = stripped(variable.type);
  const element = type.kind === 'array' ? stripped(type.element) : type;
  if (element.kind !== 'pointer') {
    throw new UserError(`the kernel's ${current} is no pointer to a process, and no array of them`);
  }
  const count = type.kind === 'array' ? (type.count ?? 1) : 1;
  return (cpu) =>
    cpu < count ? (memory.readNumber(variable.address + BigInt(POINTER * cpu), POINTER) ?? 0n) : 0n;
}
