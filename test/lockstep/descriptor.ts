/** The state in which a block begins, and how it lies in memory: 64-bit words in the order of these tables. */
import { csrNumber } from '../../src/isa/csrs';
import { PAGE } from './memory-map';

/** CSRs that the harness writes before a block, in this order. */
export const STARTING_CSRS = [
  'menvcfg', 'satp', 'medeleg', 'mideleg', 'mie', 'stimecmp', 'mip', 'stvec', 'mcounteren', 'scounteren', 'senvcfg',
  'sscratch', 'sepc', 'scause', 'stval', 'mcountinhibit', 'mtvec',
  ...Array.from({ length: 16 }, (_, n) => `pmpaddr${n}`),
  'pmpcfg0', 'pmpcfg2', 'mstatus', 'mepc',
] as const; // prettier-ignore

/** CSRs that the harness writes to the log at the end of a block. */
export const FINAL_CSRS = [
  'mstatus', 'misa', 'medeleg', 'mideleg', 'mie', 'mip', 'mtvec', 'mscratch', 'mepc', 'mcause', 'mtval',
  'mcounteren', 'mcountinhibit', 'menvcfg', 'sstatus', 'sie', 'sip', 'stvec', 'sscratch', 'sepc', 'scause',
  'stval', 'scounteren', 'senvcfg', 'satp', 'stimecmp', 'pmpcfg0', 'pmpcfg2',
  ...Array.from({ length: 16 }, (_, n) => `pmpaddr${n}`),
] as const; // prettier-ignore

/** A page-table entry to be written before the block. */
export interface Patch {
  readonly address: number;
  readonly value: bigint;
}

export interface Descriptor {
  /** Virtual address of the `c.ebreak` at which the block is over. */
  readonly end: bigint;
  /** Values of STARTING_CSRS, by name; 0 when missing. mepc is where the block begins. */
  readonly csrs: Readonly<Record<string, bigint>>;
  /** x1..x31 */
  readonly registers: readonly bigint[];
  readonly patches: readonly Patch[];
  /** The page tables whose entries are part of the digest (their physical addresses). */
  readonly tables: readonly number[];
}

/** Page tables in the digest, and how many of their first entries. */
export const DIGEST_TABLES = 3;
export const DIGEST_ENTRIES = 32;

/** Byte offsets within a descriptor, for the harness. */
export const Offset = {
  more: 0,
  end: 8,
  csrs: 16,
  registers: 16 + 8 * STARTING_CSRS.length,
  tables: 16 + 8 * (STARTING_CSRS.length + 31),
  patches: 16 + 8 * (STARTING_CSRS.length + 31 + DIGEST_TABLES),
} as const;

/** A descriptor as words; the list of them ends with a word 0. */
export function descriptorWords(descriptor: Descriptor): bigint[] {
  const { end, csrs, registers, tables, patches } = descriptor;
  for (const name of Object.keys(csrs)) {
    if (!(STARTING_CSRS as readonly string[]).includes(name)) throw new RangeError(`${name} is not set`);
  }
  return [
    1n,
    end,
    ...STARTING_CSRS.map((name) => csrs[name] ?? 0n),
    ...registers,
    ...tables.map(BigInt),
    ...patches.flatMap(({ address, value }) => [BigInt(address), value]),
    0n,
  ];
}

export const numberOf = (name: string): number => {
  const number = csrNumber(name);
  if (number === undefined) throw new RangeError(`no CSR is named ${name}`);
  return number;
};

export const pageOf = (address: number): number => Math.floor(address / PAGE);
