import { UserError } from '../../base/errors';
import { stripped } from '../../toolchain/dwarf/types/model';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { POINTER, ScatteredTable } from './scattered-table';

/** Longer lists are damaged, or lead in circles. */
const MOST_ENTRIES = 4096;

/** Structures that a kernel has linked into a list. Their numbers are their places in it at this moment. */
export class ListTable extends ScatteredTable {
  private readonly head: bigint;

  /** @throws UserError when the debug information has no such pointer, or its structures no such field */
  constructor(
    kernel: Image,
    symbol: string,
    private readonly next: string,
    memory: AddressSpace,
  ) {
    const variable = kernel.global(symbol);
    const pointer = variable && stripped(variable.type);
    if (!variable || pointer?.kind !== 'pointer') {
      throw new UserError(`the debug information of the kernel has no pointer ${symbol}`);
    }
    super(symbol, pointer.target, memory);
    this.head = variable.address;
    this.layoutOf(next);
  }

  protected override addresses(): bigint[] {
    const found = new Set<bigint>();
    const offset = BigInt(this.layout.field(this.next)?.offset ?? 0);
    let address = this.memory.readNumber(this.head, POINTER);
    while (address !== undefined && address !== 0n && !found.has(address) && found.size < MOST_ENTRIES) {
      found.add(address);
      address = this.memory.readNumber(address + offset, POINTER);
    }
    return [...found];
  }
}
