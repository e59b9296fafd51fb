import { UserError } from '../../base/errors';
import { memberNamed, stripped } from '../../toolchain/dwarf/types/model';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { Layout, type Structure } from './structure';
import { structureAt, type ProcessTable } from './tables';

/** Longer lists are damaged, or lead in circles. */
const MOST_ENTRIES = 4096;

/** Structures that a kernel has linked into a list. Their numbers are their places in it at this moment. */
export class ListTable implements ProcessTable {
  readonly layout: Layout;
  private readonly head: bigint;
  private readonly element;

  /** @throws UserError when the debug information has no such pointer, or its structures no such field */
  constructor(
    kernel: Image,
    private readonly symbol: string,
    private readonly next: string,
    private readonly memory: AddressSpace,
  ) {
    const variable = kernel.global(symbol);
    const pointer = variable && stripped(variable.type);
    if (!variable || pointer?.kind !== 'pointer') {
      throw new UserError(`the debug information of the kernel has no pointer ${symbol}`);
    }
    this.head = variable.address;
    this.element = pointer.target;
    this.layout = new Layout(pointer.target);
    this.layoutOf(next);
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
    return found && this.memory.readNumber(this.addressOf(index) + BigInt(found.offset), 8);
  }

  private addresses(): bigint[] {
    const found = new Set<bigint>();
    const offset = BigInt(this.layout.field(this.next)?.offset ?? 0);
    let address = this.memory.readNumber(this.head, 8);
    while (address !== undefined && address !== 0n && !found.has(address) && found.size < MOST_ENTRIES) {
      found.add(address);
      address = this.memory.readNumber(address + offset, 8);
    }
    return [...found];
  }
}
