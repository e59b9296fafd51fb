import { UserError } from '../../base/errors';
import { stripped } from '../../toolchain/dwarf/types/model';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import { POINTER, ScatteredTable } from './scattered-table';
import { variableAt } from './variable-path';

/** More entries than any kernel here has: what a damaged file claims is not believed. */
const MOST_ENTRIES = 4096;

/** Structures that an array of pointers leads to; NULL in it is no entry. Their numbers are their places among the others. */
export class PointerTable extends ScatteredTable {
  private readonly address: bigint;
  private readonly slots: number;

  /** @throws UserError when the debug information has no such array */
  constructor(kernel: Image, symbol: string, memory: AddressSpace) {
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
    super(symbol, pointer.target, memory);
    ({ address: this.address } = variable);
    this.slots = array.count ?? 0;
  }

  protected override addresses(): bigint[] {
    const found = new Set<bigint>();
    for (let slot = 0; slot < this.slots; slot++) {
      const address = this.memory.readNumber(this.address + BigInt(POINTER * slot), POINTER);
      if (address !== undefined && address !== 0n) found.add(address);
    }
    return [...found];
  }
}
