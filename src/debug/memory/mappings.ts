import type { Machine } from '../../machine/types';
import { Pte } from '../../machine/sv39';

/** A leaf of the page tables: a page, or a larger piece. */
export interface Mapping {
  readonly address: bigint;
  /** Bytes: 4 KiB, 2 MiB or 1 GiB. */
  readonly size: number;
  readonly physical: number;
  /** The low 10 bits of its entry, those that software may use with them (privileged specification, "Sv39 page table entry"). */
  readonly flags: number;
}

export interface Mappings {
  /** By ascending virtual address. */
  readonly leaves: readonly Mapping[];
  /** Physical addresses of the page tables, the root first. */
  readonly tables: readonly number[];
  /** Tables were left out: there are more than any memory here has, or they lead in circles. */
  readonly isCut: boolean;
}

/** What damaged page tables claim beyond this is not believed. */
const MOST_TABLES = 4096;
const MOST_LEAVES = 300_000;
const ENTRIES = 512;

/** Everything that page tables map. `satp` as the CSR; with translation off there are none. */
export function mappingsOf(machine: Machine, satp: bigint): Mappings {
  const leaves: Mapping[] = [];
  const tables: number[] = [];
  const seen = new Set<string>();
  let isCut = false;
  const visit = (table: number, level: number, base: bigint): void => {
    // One table may serve several addresses, but not at several levels, nor again and again.
    const key = `${table} ${level} ${base}`;
    if (seen.has(key) || seen.size >= MOST_TABLES || leaves.length >= MOST_LEAVES) {
      isCut = true;
      return;
    }
    seen.add(key);
    const bytes = machine.readPhysical(table, 8 * ENTRIES);
    if (!bytes) return;
    tables.push(table);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = 4096 * ENTRIES ** level;
    for (let index = 0; index < ENTRIES; index++) {
      const low = view.getUint32(8 * index, true);
      const high = view.getUint32(8 * index + 4, true);
      const flags = low & 0x3ff;
      if ((flags & Pte.V) === 0 || (flags & (Pte.R | Pte.W)) === Pte.W || high >>> 22 !== 0) continue;
      const address = base + BigInt(size) * BigInt(index);
      const physical = ((low >>> 10) + (high & 0x3f_ffff) * 2 ** 22) * 4096;
      if ((flags & (Pte.R | Pte.X)) !== 0) {
        if (physical % size === 0) leaves.push({ address: canonical(address), size, physical, flags });
      } else if (level > 0 && (flags & (Pte.U | Pte.A | Pte.D)) === 0) {
        visit(physical, level - 1, address);
      }
    }
  };
  if (satp >> 60n !== 0n) visit(Number(satp & 0xfff_ffff_ffffn) * 4096, 2, 0n);
  return { leaves, tables: [...new Set(tables)], isCut };
}

/** Bits 63 to 39 are copies of bit 38. */
const canonical = (address: bigint): bigint => BigInt.asUintN(64, BigInt.asIntN(39, address));
