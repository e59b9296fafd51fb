/**
 * Where the parts of a lock-step program lie in physical memory, and the virtual aliases of its code and data.
 *
 *   0x8000_0000  harness: machine-mode code between the blocks, and the trap handler
 *   0x8000_2000  the supervisor's trap handler: a page of `ecall`
 *   0x8000_3000  frame: registers of the interrupted block, and the harness's variables
 *   0x8000_4000  the physical page behind each virtual page of code
 *   0x8001_0000  page tables
 *   0x8020_0000  data that blocks load and store
 *   0x8040_0000  code in order, then (0x80c0_0000) code whose pages are shuffled
 *   0x8100_0000  descriptors: the state in which each block begins
 *   0x8200_0000  log: traps, and the state in which each block ended
 */
export const RAM = 0x8000_0000;
export const RAM_SIZE = 64 * 2 ** 20;
export const HARNESS = 0x8000_0000;
export const TRAMPOLINE = 0x8000_2000;
export const FRAME = 0x8000_3000;
export const CODE_PAGES = 0x8000_4000;
export const PAGE_TABLES = 0x8001_0000;
export const DATA = 0x8020_0000;
export const DATA_SIZE = 0x2000;
/** A page of data that is no part of the digest: locked PMP regions lie here, which the harness cannot read either. */
export const LOCKABLE = 0x8020_2000;
export const CODE = 0x8040_0000;
/** Offsets in the code: what is below runs at any address, what is above has its pages shuffled in physical memory. */
export const SHUFFLED = 0x80_0000;
export const CODE_SIZE = 0xc0_0000;
export const DESCRIPTORS = 0x8100_0000;
export const LOG = 0x8200_0000;

/** Where the board has neither memory nor a device, on QEMU either. */
export const NOTHING = 0x0800_0000;

export const PAGE = 4096;

/** Where supervisor mode sees the code (in the upper half), and user mode. */
export const SUPERVISOR_CODE = 0xffff_ffd0_0000_0000n;
export const USER_CODE = 0x08_0000_0000n;
/** Where supervisor mode sees its trap handler, as an offset from SUPERVISOR_CODE. */
export const TRAMPOLINE_OFFSET = 0xf0_0000;
/** Windows on the data: pages, then 2 MiB regions; and 1 GiB regions. */
export const WINDOW = 0x20_0000_0000n;
export const WINDOW_PAGES = 32;
/** Pages of the window from this one on are mapped to where there is nothing, if at all. */
export const MEMORY_PAGES = 29;
export const WINDOW_REGIONS = 8;
export const GIGABYTES = 0x20_4000_0000n;

/** Address spaces: number of root page tables. In the odd ones code is mapped by superpages. */
export const SPACES = 4;
