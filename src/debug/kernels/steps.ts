import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';
import type { StepFunction } from './description';

/** Bytes. */
const POINTER = 8;

/** The sentences of the steps that a kernel tells of by number, from the kernel's own table. */
export class Steps {
  /** The kernel tells of its steps by number, not in words. */
  readonly areNumbered: boolean;
  private readonly table: { readonly address: bigint; readonly count: number } | undefined;
  private readonly known = new Map<number, string>();

  constructor(
    image: Image,
    private readonly memory: AddressSpace,
    described: StepFunction | undefined,
  ) {
    const isNumbered = typeof described === 'object' && 'sentences' in described;
    const symbol = isNumbered ? image.symbols.named(described.sentences) : undefined;
    this.areNumbered = isNumbered;
    this.table = symbol && { address: symbol.address, count: Math.floor(Number(symbol.size) / POINTER) };
  }

  /** undefined: there is none. */
  sentence(step: number): string | undefined {
    const known = this.known.get(step);
    if (known !== undefined || !this.table || step < 0 || step >= this.table.count) return known;
    const pointer = this.memory.readNumber(this.table.address + BigInt(POINTER * step), POINTER);
    const text = pointer === undefined ? undefined : this.memory.readText(pointer);
    if (text !== undefined) this.known.set(step, text);
    return text;
  }
}
