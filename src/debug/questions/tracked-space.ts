import type { Machine } from '../../machine/types';
import { AddressSpace, pieces } from '../memory/address-space';

/** Bytes of physical memory. */
export interface Stretch {
  readonly address: number;
  readonly length: number;
}

const ENTRY = 8;

/** An address space that notes on what physical memory the answers depend: the bytes that were read, and the page tables above them. */
export class TrackedSpace extends AddressSpace {
  /** @param isIdentity addresses of RAM mean what they mean to the hardware, whatever the page table is: a kernel's own */
  constructor(
    private readonly board: Machine,
    satp: bigint,
    private readonly isIdentity: boolean,
    private readonly note: (stretch: Stretch) => void,
  ) {
    super(board, satp);
  }

  override read(address: bigint, length: number): Uint8Array | undefined {
    const { board } = this;
    const { base, size } = board.ram;
    if (this.isIdentity && address >= BigInt(base) && address + BigInt(length) <= BigInt(base + size)) {
      this.note({ address: Number(address), length });
      return board.readPhysical(Number(address), length);
    }
    const bytes = new Uint8Array(length);
    for (const piece of pieces(address, length)) {
      const { steps, physical } = this.walk(piece.address);
      for (const { entryAddress } of steps) this.note({ address: entryAddress, length: ENTRY });
      const part = physical === undefined ? undefined : board.readPhysical(physical, piece.length);
      if (physical === undefined || !part) return undefined;
      this.note({ address: physical, length: piece.length });
      bytes.set(part, piece.offset);
    }
    return bytes;
  }
}
