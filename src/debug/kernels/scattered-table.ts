import { UserError } from '../../base/errors';
import { memberNamed, stripped, type Type } from '../../toolchain/dwarf/types/model';
import type { AddressSpace } from '../memory/address-space';
import { Layout, type Structure } from './structure';
import { structureAt, type ProcessTable } from './tables';

/** Bytes. */
export const POINTER = 8;

/** Structures that lie anywhere in memory, found anew each time by whoever knows how. Their numbers are their places at this moment. */
export abstract class ScatteredTable implements ProcessTable {
  readonly layout: Layout;

  constructor(
    private readonly symbol: string,
    private readonly element: Type,
    protected readonly memory: AddressSpace,
  ) {
    this.layout = new Layout(element);
  }

  /** Where the structures are, in their order. */
  protected abstract addresses(): bigint[];

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
}
