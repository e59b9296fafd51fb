/**
 * The WebAssembly memory of one machine. TypeScript and generated code see the same bytes.
 *
 *   0x0000  the hart whose turn it is: registers, pc, CSRs (HART_SIZE bytes)
 *   0x1000  the harts that are parked, HART_SIZE each
 *   0xa000  translation buffers (TLBs), TLB_SIZE for each hart
 *           scratch: one decoded instruction that crosses a page boundary
 *           decoded pages
 *           ROM, then RAM, page aligned
 *           a byte for each page of RAM: how generated code may access it (`refill.ts`)
 *
 * Generated code addresses the first region by constants; at the end of a hart's turn its state is
 * copied to its parking place.
 */

import { PAGE_SIZE } from '../isa/page';

export { PAGE_SIZE };
/** Of a 64-bit address, the page. */
export const PAGE_MASK = BigInt(-PAGE_SIZE);
export const MAX_HARTS = 8;
export const HART_SIZE = 0x1000;

/** Byte offsets within a hart's state. Each slot is 8 bytes wide unless said otherwise. */
export const Slot = {
  /** x0..x31; x0 is never written. */
  registers: 0x000,
  pc: 0x108,
  /** Arguments and results of slow memory accesses. */
  address: 0x110,
  value: 0x118,
  /** i32: steps left in this call of the engine, the current one included while an import runs. */
  budget: 0x120,
  /** i32: host address that lr reserved, or -1. */
  reservation: 0x128,
  /** i32 each: the translation buffers of the current mode. */
  readTlb: 0x12c,
  writeTlb: 0x130,
  fetchTlb: 0x134,
  /** i32: Privilege. */
  privilege: 0x138,
  /** i32: 1 while in wfi. */
  waiting: 0x13c,
  /** f64: instructions retired before this call of the engine, minus those of its steps that retire nothing. */
  retired: 0x140,
  /** u64 each: what minstret and mcycle differ from `retired` by after writes to them; their value while inhibited. */
  instretOffset: 0x148,
  cycleOffset: 0x150,
  /** i32: interrupt lines that devices hold up, as bits of mip. */
  lines: 0x158,
  /** i32: bits of mip that software set. */
  softwarePending: 0x15c,
  /** i32: the entry of the instruction that the engine leaves to TypeScript. */
  ip: 0x160,
  /** What the generated loop fills data buffers by: see `refill.ts`. i32: bytes of RAM, or 0 when it must not. */
  refillRam: 0x164,
  /** i32 each: of a leaf page-table entry, bits that are looked at, and what they must be for a load. Both 0: no translation. */
  refillMask: 0x168,
  refillBits: 0x16c,
  /** i32: steps left beyond the budget, which an engine keeps back for a while. */
  held: 0x170,
  /** REFILL_SIZE bytes for each context: the three slots above as they are in it; all 0 when nothing may be filled in. */
  refills: 0x174,
  /** i32: the hart's translation buffers, those of the first context. */
  tlbs: 0x1b0,
  /** i32: bits of `Quiet`. */
  quiet: 0x1b4,
  /** i32, and u64: a trap that generated code took and TypeScript has not heard of (`endless-traps.ts`). */
  unheard: 0x1b8,
  unheardPc: 0x1c0,

  mstatus: 0x200,
  mie: 0x208,
  medeleg: 0x210,
  mideleg: 0x218,
  mtvec: 0x220,
  mscratch: 0x228,
  mepc: 0x230,
  mcause: 0x238,
  mtval: 0x240,
  stvec: 0x248,
  sscratch: 0x250,
  sepc: 0x258,
  scause: 0x260,
  stval: 0x268,
  satp: 0x270,
  stimecmp: 0x278,
  mcounteren: 0x280,
  scounteren: 0x288,
  mcountinhibit: 0x290,
  menvcfg: 0x298,
  senvcfg: 0x2a0,
  /** 16 bytes: pmp0cfg..pmp15cfg. */
  pmpcfg: 0x2a8,
  /** 16 slots. */
  pmpaddr: 0x2c0,
} as const;
export type Slot = (typeof Slot)[keyof typeof Slot];

/** What generated code may do by itself, as nobody watches it and no interrupt is pending that is enabled. */
export const Quiet = { interrupts: 1, traps: 2, returns: 4, returnsToUser: 8 } as const;

/** Bytes of a hart's state that slots are in. */
export const SLOTS_SIZE = Slot.pmpaddr + 16 * 8;

/**
 * A decoded instruction, ENTRY_SIZE bytes; a page has one for every halfword. Small, because the entries of a hot loop should
 * fit the host's first cache.
 */
export const ENTRY_SIZE = 8;
export const Entry = {
  /** u16: what generated code dispatches on. */
  operation: 0,
  /** u8 each: byte offsets of registers in the hart's state. No operation of the engine's loop writes x0. */
  rd: 2,
  rs1: 3,
  rs2: 6,
  /** i16: immediate; for a jump within the page the distance in bytes of entries. Formats `u` and `j`, without rs2: i32. */
  imm: 4,
} as const;

/** Entries of a decoded page: one for every halfword, and two behind the end for what runs off it. */
export const ENTRIES_PER_PAGE = PAGE_SIZE / 2 + 2;
export const DECODED_PAGE_SIZE = ENTRIES_PER_PAGE * ENTRY_SIZE;
export const DECODED_PAGES = 512;

/** A TLB entry: u64 tag (page address; all ones: empty), then an i32. */
export const TLB_ENTRY_SIZE = 16;
/** Data: host address minus virtual address, modulo 2^32. Fetch: host address of the decoded page. */
export const TLB_PAYLOAD = 8;
/** As many as there are pages in 8 MiB: what is flushed is found by the journal. */
export const DATA_TLB_ENTRIES = 2048;
export const FETCH_TLB_ENTRIES = 64;
export const DATA_TLB_SIZE = DATA_TLB_ENTRIES * TLB_ENTRY_SIZE;
const FETCH_TLB_SIZE = FETCH_TLB_ENTRIES * TLB_ENTRY_SIZE;

/**
 * Translation contexts: buffers are not flushed when the mode changes, but exchanged. `irregular` serves
 * mstatus.MPRV and MXR and is flushed whenever it is chosen.
 */
export const Context = { user: 0, supervisor: 1, supervisorSum: 2, machine: 3, irregular: 4 } as const;
export type Context = (typeof Context)[keyof typeof Context];
export const CONTEXTS = 5;
/** Bytes of the buffers of a context: for reads, writes and fetches. */
export const CONTEXT_SIZE = 2 * DATA_TLB_SIZE + FETCH_TLB_SIZE;
/** Bytes of what is in the slots from refillRam on. */
export const REFILL_SIZE = 12;
/** Behind the buffers of a hart: how many entries were filled in since all were forgotten, one more at most, and the places of the first ones. */
export const JOURNAL = CONTEXTS * CONTEXT_SIZE;
export const JOURNAL_ENTRIES = 254;
const TLB_SIZE = JOURNAL + 4 + 4 * (JOURNAL_ENTRIES + 1);

const TLBS = HART_SIZE * (1 + MAX_HARTS) + PAGE_SIZE;

/** Where the working slots from `ip` on end. */
export const WORKING_END = Slot.mstatus;

export const parkedHart = (hart: number): number => HART_SIZE * (1 + hart);
export const tlbsOf = (hart: number): number => TLBS + hart * TLB_SIZE;
export const readTlb = (hart: number, context: Context): number =>
  TLBS + hart * TLB_SIZE + context * CONTEXT_SIZE;
export const writeTlb = (hart: number, context: Context): number => readTlb(hart, context) + DATA_TLB_SIZE;
export const fetchTlb = (hart: number, context: Context): number =>
  readTlb(hart, context) + 2 * DATA_TLB_SIZE;

/** The scratch entries: an instruction that crosses a page boundary, and what follows it. */
export const SCRATCH = TLBS + MAX_HARTS * TLB_SIZE;
export const DECODE_POOL = SCRATCH + 4 * ENTRY_SIZE;
export const ROM_OFFSET =
  Math.ceil((DECODE_POOL + DECODED_PAGES * DECODED_PAGE_SIZE) / PAGE_SIZE) * PAGE_SIZE;
export const ROM_SIZE = 0xf000;
export const RAM_OFFSET = ROM_OFFSET + 0x10000;
