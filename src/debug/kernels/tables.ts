import { UserError } from '../../base/errors';
import { memberNamed, sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { Layout, Structure } from './structure';

/** More entries than any kernel here has: what a damaged file claims is not believed. */
const MOST_ENTRIES = 4096;
const LARGEST_ENTRY = 65_536;

/** Structures in the kernel's memory, by number. */
export interface ProcessTable {
  readonly count: number;
  readonly layout: Layout;
  /** The structure that a field of the entries is, or points to. @throws UserError when there is no such field */
  layoutOf(field: string): Layout;
  /** The type of a field. @throws UserError when there is no such field */
  typeOf(field: string): ReturnType<typeof stripped>;
  /** The entry that an address lies in; undefined: none. */
  indexAt(address: bigint): number | undefined;
  addressOf(index: number): bigint;
  /** An entry as it is now; undefined when memory there cannot be read. */
  entry(index: number): Structure | undefined;
  /** The 8 bytes at a field of an entry, without the rest of it. */
  pointer(index: number, field: string): bigint | undefined;
}

/** An array of structures in the kernel's memory. */
export class Table implements ProcessTable {
  readonly address: bigint;
  readonly count: number;
  readonly layout: Layout;
  private readonly element: Type;

  /** The array that a symbol names. @throws UserError when the debug information does not describe such an array. */
  constructor(
    kernel: Image,
    private readonly symbol: string,
    private readonly memory: AddressSpace,
  ) {
    const variable = kernel.global(symbol);
    if (!variable) throw new UserError(`the debug information of the kernel has no variable ${symbol}`);
    const array = stripped(variable.type);
    // One structure is an array of one.
    this.element = array.kind === 'array' ? array.element : variable.type;
    const count = array.kind === 'array' ? array.count : 1;
    const size = sizeOf(this.element) ?? 0;
    if (size === 0 || size > LARGEST_ENTRY || count === undefined || count > MOST_ENTRIES) {
      throw new UserError(`the kernel's ${symbol} is no array of structures of a known size`);
    }
    this.address = variable.address;
    this.count = count;
    this.layout = new Layout(this.element);
  }

  /** The structure that a field of the entries is, or points to. @throws UserError when there is no such field */
  layoutOf(field: string): Layout {
    const type = this.typeOf(field);
    return new Layout(type.kind === 'pointer' ? type.target : type);
  }

  typeOf(field: string): ReturnType<typeof stripped> {
    const member = memberNamed(this.element, field);
    if (!member) throw new UserError(`the entries of the kernel's ${this.symbol} have no field ${field}`);
    return stripped(member.type);
  }

  /** The entry that an address lies in; undefined: none. */
  indexAt(address: bigint): number | undefined {
    const index = Number((address - this.address) / BigInt(this.layout.size));
    return address >= this.address && index < this.count ? index : undefined;
  }

  addressOf(index: number): bigint {
    return this.address + BigInt(index * this.layout.size);
  }

  /** An entry as it is now; undefined when memory there cannot be read. */
  entry(index: number): Structure | undefined {
    return structureAt(this.memory, this.addressOf(index), this.layout);
  }

  /** The 8 bytes at a field of an entry, without the rest of it. */
  pointer(index: number, field: string): bigint | undefined {
    const found = this.layout.field(field);
    return found && this.memory.readNumber(this.addressOf(index) + BigInt(found.offset), 8);
  }
}

/** The structure at an address, as it is now. */
export function structureAt(memory: AddressSpace, address: bigint, layout: Layout): Structure | undefined {
  const { size } = layout;
  const bytes = size > 0 && size <= LARGEST_ENTRY ? memory.read(address, size) : undefined;
  return bytes && new Structure(address, layout, bytes);
}
