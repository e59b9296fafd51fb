/**
 * Where our machine and QEMU 7.2 differ, and both, or ours alone, do what the specification says. Nothing else may differ.
 * Each has a spec of its own in deviations.spec.ts, for what our machine does.
 */
import { csrNumber } from '../../src/isa/csrs';

export interface Deviation {
  readonly name: string;
  /** Where the specification leaves the freedom, or says what we do. */
  readonly section: string;
  readonly ours: string;
  readonly theirs: string;
  /** How the programs keep it out of the comparison. */
  readonly avoided: string;
}

export const deviations: readonly Deviation[] = [
  {
    name: 'counters',
    section: 'unprivileged, "Zicntr": cycle, time and instret; privileged, "Hardware Performance Monitor"',
    ours: 'time is the number of steps, instret and cycle are exact',
    theirs: 'all three follow the clock of the host',
    avoided: 'a register that got the value is overwritten',
  },
  {
    name: 'identity',
    section: 'privileged, "Machine Architecture ID Register", "Machine Implementation ID Register"',
    ours: '0',
    theirs: 'the version of QEMU',
    avoided: 'a register that got the value is overwritten',
  },
  {
    name: 'triggers',
    section: 'debug, "Trigger Module", "Enumeration"',
    ours: 'there are none: tselect and tdata1 to tdata3 are zero',
    theirs: 'with debug=false they do not exist',
    avoided: 'they are not named',
  },
  {
    name: 'epc-bit-0',
    section:
      'privileged, "Machine Exception Program Counter" (mepc), "Supervisor Exception Program Counter" (sepc)',
    ours: 'bit 0 is always zero',
    theirs: 'bit 0 can be written and read',
    avoided: 'what is written is even',
  },
  {
    name: 'envcfg-fields',
    section:
      'privileged, "Machine Environment Configuration", "Supervisor Environment Configuration": fields are read-only zero without their extension',
    ours: 'CBIE, CBCFE, CBZE are zero: there is no Zicbom and no Zicboz',
    theirs: 'they can be written',
    avoided: 'only FIOM is written',
  },
  {
    name: 'hpm-counters',
    section:
      'privileged, "Hardware Performance Monitor", "Machine Counter-Enable Register": counters may be read-only zero',
    ours: 'mhpmcounter3..31 and mhpmevent3..31 are read-only zero, and so are their bits in the enable and inhibit registers',
    theirs: 'they can be written',
    avoided: 'only bits 2 to 0 are written, and the counters are only read',
  },
  {
    name: 'pmp-reserved',
    section:
      'privileged, "Physical Memory Protection CSRs": W without R is reserved, bits 6 and 5 are zero; the fields are WARL',
    ours: 'a write of W without R leaves R and W as they were',
    theirs: 'W without R, and bits 6 and 5, can be written',
    avoided: 'they are not written',
  },
  {
    name: 'stimecmp-off',
    section: 'privileged, "Supervisor Timer Register": with STCE = 0 stimecmp has no effect on STIP',
    ours: 'stimecmp sets no interrupt pending while menvcfg.STCE is 0',
    theirs: 'a write to stimecmp does',
    avoided: 'stimecmp is all ones in programs without STCE',
  },
  {
    name: 'breakpoint-value',
    section: 'privileged, "Machine Trap Value Register": a breakpoint sets mtval to the address, or to zero',
    ours: 'the address of the ebreak',
    theirs: 'zero',
    avoided: 'both values are taken for equal, and the handler clears them',
  },
  {
    name: 'split-access',
    section:
      'privileged, "Machine Trap Value Register": the address of the portion of a misaligned access that caused the fault',
    ours: 'the first byte of the access, or of its second page',
    theirs: 'the address aligned to the width, which may lie in front of the access',
    avoided: 'for access faults both are taken for equal, and the handler clears them',
  },
  {
    name: 'store-around',
    section:
      'privileged, "Machine Trap Value Register": the address of the portion of a misaligned access that caused the fault',
    ours: 'for a store from the last bytes of the address space on to its first: its first byte',
    theirs: '0, where it goes on, if an earlier access has had the last page translated',
    avoided: 'for store access faults both are taken for equal, and the handler clears them',
  },
  {
    name: 'hypervisor-bits',
    section:
      'privileged, "Machine Interrupt Registers", "Machine Trap Delegation Registers": bits of what does not exist are read-only zero',
    ours: 'mie, mip, mideleg and medeleg have no bits of the hypervisor extension, and there is no vstimecmp',
    theirs: 'some can be written, and vstimecmp exists, although h=false',
    avoided: 'they are not written, and vstimecmp is not accessed',
  },
  {
    name: 'status-fields',
    section:
      'privileged, "Base ISA Control in mstatus Register": UXL is WARL; "Extension Context Status in mstatus Register": VS is read-only zero without vectors',
    ours: 'UXL is always 2, VS is 0, and there are no fields of the hypervisor extension',
    theirs: 'any value but 0 can be written to UXL, and any to VS',
    avoided: '0 is written, which changes neither',
  },
  {
    name: 'amo-no-memory',
    section: 'privileged, "Machine Cause Register": an AMO raises store/AMO exceptions',
    ours: 'an AMO where there is no memory takes a store/AMO access fault',
    theirs: 'a load access fault',
    avoided: 'AMOs get addresses of memory, or such that do not translate',
  },
  {
    name: 'reservation',
    section: 'unprivileged, "Load-Reserved/Store-Conditional Instructions"',
    ours: 'sc translates and checks its address first, and a reservation is one of bytes in memory',
    theirs:
      'sc without a reservation fails before it looks at its address; a reservation is a virtual address and a value',
    avoided: 'sc follows an lr of memory that can be written',
  },
  {
    name: 'pmpaddr-width',
    section:
      'privileged, "Physical Memory Protection CSRs": pmpaddr holds bits 55 to 2 of an address, the rest is zero',
    ours: 'bits 54 and up are zero',
    theirs: 'they can be written',
    avoided: 'they are written zero',
  },
  {
    name: 'interrupt-priority',
    section:
      'privileged, "Machine Interrupt Registers": simultaneous interrupts are taken in the order MEI, MSI, MTI, SEI, SSI, STI',
    ours: 'that order',
    theirs: 'the lowest number first (without the advanced interrupt architecture)',
    avoided: 'a block enables one interrupt of supervisor level',
  },
  {
    name: 'table-no-memory',
    section:
      'privileged, "Virtual Address Translation Process", step 2: an access fault when the access of an entry violates a PMA check',
    ours: 'an access fault when a page table lies where there is no memory',
    theirs: 'a page fault',
    avoided: 'tables lie in memory',
  },
  {
    name: 'csr-write-zero',
    section:
      'unprivileged, "Zicsr": csrrs and csrrc with rs1 other than x0 write, whatever the register holds',
    ours: 'csrrs and csrrc of a read-only CSR are illegal unless rs1 is x0',
    theirs: 'they are legal if the register holds 0',
    avoided: 'rs1 holds an address',
  },
  {
    name: 'mprv-after-trap',
    section:
      'privileged, "Memory Privilege in mstatus Register": with MPRV loads and stores use the mode in MPP',
    ours: 'MPP counts as it is, also when a trap or a trap return changed it',
    theirs: 'translations made before that stay in use',
    avoided: 'mstatus is written before each such access',
  },
  {
    name: 'mret-without-pmp',
    section:
      'privileged, "Physical Memory Protection": without a matching region accesses of supervisor and user mode fail',
    ours: 'mret to a lower mode succeeds with no region programmed, and the fetch behind it takes an access fault',
    theirs: 'the mret is an illegal instruction',
    avoided: 'there is always a region',
  },
  {
    name: 'satp-modes',
    section:
      'privileged, "Supervisor Address Translation and Protection Register": a write of an unsupported MODE has no effect',
    ours: 'Bare and Sv39',
    theirs: 'Sv48 and Sv57 as well',
    avoided: 'those modes are not written',
  },
  {
    name: 'pmp-split',
    section: 'privileged, "Physical Memory Protection": misaligned accesses may be decomposed into several',
    ours: 'an access across two pages is two accesses, each of which must match one region',
    theirs: 'it is one access of consecutive physical addresses',
    avoided: 'no region begins or ends with a page',
  },
  {
    name: 'pmp-inside',
    section:
      'privileged, "Physical Memory Protection", "Priority and Matching Logic": the entry must match all bytes of an access',
    ours: 'an access fault when a region lies in the midst of a misaligned access',
    theirs: 'only the first and the last byte are compared, so that region is overlooked',
    avoided: 'regions have 8 bytes or more, or a neighbour that the last byte is in',
  },
  {
    name: 'mpp-reserved',
    section:
      'privileged, "Privilege and Global Interrupt-Enable Stack in mstatus register": MPP is WARL and holds implemented modes only',
    ours: 'a write of 2 leaves MPP as it was',
    theirs: '2 can be written',
    avoided: '2 is not written',
  },
  {
    name: 'partial-store',
    section:
      'unprivileged, "Load and Store Instructions": a misaligned store may be decomposed; privileged: parts may succeed before an access fault',
    ours: 'a store of which a part faults stores nothing, and does not look at what is behind the fault',
    theirs: 'both pages are translated first, and the part in front of an access fault is stored',
    avoided: 'pages without memory cannot be written',
  },
];

const unlike = ['cycle', 'time', 'instret', 'mcycle', 'minstret', 'marchid', 'mimpid'];

/** CSRs that are not named. */
export const TRIGGERS: ReadonlySet<number> = new Set(
  ['tselect', 'tdata1', 'tdata2', 'tdata3'].map((name) => csrNumber(name)!),
);

/** CSRs whose value is not compared; that an access traps or not is. */
export const UNDEFINED_VALUE: ReadonlySet<number> = new Set(unlike.map((name) => csrNumber(name)!));

const STATUS = ~((3n << 9n) | (3n << 32n) | (3n << 38n));

const WRITABLE: Record<string, bigint> = {
  mepc: ~1n,
  sepc: ~1n,
  // STCE is the program's.
  menvcfg: 1n,
  senvcfg: 1n,
  sstatus: ~((3n << 9n) | (3n << 32n)),
  mip: 0xaaan,
  mideleg: 0x222n,
  medeleg: 0xb3ffn,
  mcounteren: 7n,
  scounteren: 7n,
  mcountinhibit: 5n,
  // Nothing gets locked, that would be for good.
  pmpcfg0: 0x1d1d_1d1d_1d1d_1d1dn,
  pmpcfg2: 0x1d1d_1d1d_1d1d_1d1dn,
};

for (let n = 0; n < 16; n++) WRITABLE[`pmpaddr${n}`] = (1n << 54n) - 1n;

/**
 * The bits of a CSR that blocks write; undefined: all.
 * @param interrupt the bit of mie that the block may set
 */
export function writableBits(
  name: string,
  write: 'replace' | 'set' | 'clear',
  interrupt: bigint,
): bigint | undefined {
  if (name === 'mie') return 0x888n | interrupt;
  if (name === 'sie') return interrupt;
  // Deviation "mpp-reserved": MPP does not become 2, from 0, 1 or 3.
  if (name === 'mstatus') return STATUS & ~(1n << (write === 'clear' ? 11n : 12n));
  // R may not be cleared while W is set.
  if (name.startsWith('pmpcfg') && write === 'clear') return 0x1c1c_1c1c_1c1c_1c1cn;
  return WRITABLE[name];
}
