import { UserError } from '../../base/errors';
import { memberNamed, stripped, type Type } from '../../toolchain/dwarf/types/model';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { Layout, type Structure } from './structure';
import { structureAt, type ProcessTable } from './tables';
import { variableAt } from './variable-path';

/** More entries than any kernel here has: what a damaged file claims is not believed. */
const MOST_ENTRIES = 4096;
/** Bytes. */
const POINTER = 8;

/** Structures that an array of pointers leads to; NULL in it is no entry. Their numbers are their places among the others. */
export class PointerTable implements ProcessTable {
  readonly layout: Layout;
  private readonly address: bigint;
  private readonly slots: number;
  private readonly element: Type;

  /** @throws UserError when the debug information has no such array */
  constructor(
    kernel: Image,
    private readonly symbol: string,
    private readonly memory: AddressSpace,
  ) {
    const variable = variableAt(kernel, symbol);
    const array = variable?.type && stripped(variable.type);
    const pointer = array?.kind === 'array' ? stripped(array.element) : undefined;
    if (
      !variable ||
      array?.kind !== 'array' ||
      pointer?.kind !== 'pointer' ||
      (array.count ?? 0) > MOST_ENTRIES
    ) {
      throw new UserError(`the kernel's ${symbol} is no array of pointers to structures`);
    }
    ({ address: this.address } = variable);
    this.slots = array.count ?? 0;
    this.element = pointer.target;
    this.layout = new Layout(pointer.target);
  }

  get count(): number {
    return this.addresses().length;
  }

  layoutOf(field: string): Layout {
    const type = this.typeOf(field);
    return new Layout(type.kind === 'pointer' ? type.target : type);
  }

  typeOf(field: string): ReturnType<typeof stripped> {
    const member = memberNamed(this.element, field);
    if (!member) throw new UserError(`the entries of the kernel's ${this.symbol} have no field ${field}`);
    return stripped(member.type);
  }

  indexAt(address: bigint): number | undefined {
    const size = BigInt(this.layout.size);
    const index = this.addresses().findIndex((start) => address >= start && address < start + size);
    return index < 0 ? undefined : index;
  }

  addressOf(index: number): bigint {
    return this.addresses()[index] ?? 0n;
  }

  entry(index: number): Structure | undefined {
    return structureAt(this.memory, this.addressOf(index), this.layout);
  }

  pointer(index: number, field: string): bigint | undefined {
    const found = this.layout.field(field);
    return found && this.memory.readNumber(this.addressOf(index) + BigInt(found.offset), POINTER);
  }

  private addresses(): bigint[] {
    const found = new Set<bigint>();
    for (let slot = 0; slot < this.slots; slot++) {
      const address = this.memory.readNumber(this.address + BigInt(POINTER * slot), POINTER);
      if (address !== undefined && address !== 0n) found.add(address);
    }
    return [...found];
  }
}
