import { UserError } from '../../base/errors';
import { type AddressSpace } from '../memory/address-space';
import { memberNamed, sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';
import type { Image } from '../symbols/image';
import { Record } from './record';

/** An array of structures in the kernel's memory. */
export interface Table {
  readonly address: bigint;
  readonly element: Type;
  readonly size: number;
  readonly count: number;
}

/** More entries than any kernel here has: what a damaged file claims is not believed. */
const MOST_ENTRIES = 4096;
const LARGEST_ENTRY = 65_536;

/** The array that a symbol names. @throws UserError when the debug information does not describe such an array. */
export function tableNamed(kernel: Image, symbol: string): Table {
  const variable = kernel.global(symbol);
  if (!variable) throw new UserError(`the debug information of the kernel has no variable ${symbol}`);
  const array = stripped(variable.type);
  // One structure is an array of one.
  const element = array.kind === 'array' ? array.element : variable.type;
  const count = array.kind === 'array' ? array.count : 1;
  const size = sizeOf(element);
  if (
    size === undefined ||
    size === 0 ||
    size > LARGEST_ENTRY ||
    count === undefined ||
    count > MOST_ENTRIES
  ) {
    throw new UserError(`the kernel's ${symbol} is no array of structures of a known size`);
  }
  return { address: variable.address, element, size, count };
}

/** The type of the structure that a field of a table's entries is, or points to. @throws UserError */
export function fieldType(table: Table, symbol: string, field: string): Type {
  const member = memberNamed(table.element, field);
  if (!member) throw new UserError(`the entries of the kernel's ${symbol} have no field ${field}`);
  const type = stripped(member.type);
  return type.kind === 'pointer' ? type.target : type;
}

/** Entry `index` as it is now; undefined when memory there cannot be read. */
export function entryOf(memory: AddressSpace, table: Table, index: number): Record | undefined {
  const address = table.address + BigInt(index * table.size);
  const bytes = memory.read(address, table.size);
  return bytes && new Record(address, table.element, bytes);
}

/** The structure of a type at an address. */
export function recordAt(memory: AddressSpace, address: bigint, type: Type): Record | undefined {
  const size = sizeOf(type);
  const bytes = size === undefined || size > LARGEST_ENTRY ? undefined : memory.read(address, size);
  return bytes && new Record(address, type, bytes);
}
