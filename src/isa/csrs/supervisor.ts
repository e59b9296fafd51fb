/** Registers of the kernel's mode (privileged specification, "Supervisor CSRs", "Sstc"). */
import { hex } from '../../base/integers';
import { supervisorCounters } from './counters';
import { csr, field, flag, words } from './csr';
import type { Csr, CsrField } from './csr';
import { sstatusFields } from './status';
import { causeFields, sieFields, sipFields, vectorFields } from './trap';

const PAGE_SHIFT = 12n;

const satpFields: readonly CsrField[] = [
  field(
    'PPN',
    0,
    44,
    'Physical page number of the root page table: its address divided by 4096.',
    (value) => `root page table at ${hex(value << PAGE_SHIFT)}`,
  ),
  field(
    'ASID',
    44,
    16,
    'Address space identifier: tells the translations of address spaces apart in the TLB.',
  ),
  field(
    'MODE',
    60,
    4,
    'How virtual addresses are translated.',
    words({
      0: 'Bare: no translation',
      8: 'Sv39: 39-bit addresses, three levels',
      9: 'Sv48: 48-bit addresses, four levels',
      10: 'Sv57: 57-bit addresses, five levels',
    }),
  ),
];

export const supervisorCsrs: readonly Csr[] = [
  csr(
    0x100,
    'sstatus',
    'Supervisor status: interrupts on or off, and the mode before the trap. A view of mstatus.',
    sstatusFields,
  ),
  csr(0x104, 'sie', 'Supervisor interrupt enable: which interrupts the kernel wants.', sieFields),
  csr(0x105, 'stvec', 'Supervisor trap vector: where traps into the kernel go.', vectorFields),
  ...supervisorCounters,
  csr(0x10a, 'senvcfg', 'Supervisor environment configuration: what user mode can use.', [
    flag(
      'FIOM',
      0,
      'Fence of I/O implies Memory: whether a fence of devices orders memory too in user mode.',
      'off',
      'on',
    ),
  ]),
  csr(
    0x140,
    'sscratch',
    "Supervisor scratch: a word for the trap handler's own use; kernels keep the address of the trap frame here.",
  ),
  csr(
    0x141,
    'sepc',
    'Supervisor exception program counter: the instruction that was interrupted or trapped; sret goes there.',
  ),
  csr(0x142, 'scause', 'Supervisor cause: why the last trap into the kernel happened.', causeFields),
  csr(
    0x143,
    'stval',
    'Supervisor trap value: the bad address of a fault, or the bits of an illegal instruction.',
  ),
  csr(
    0x144,
    'sip',
    'Supervisor interrupt pending: which interrupts for the kernel wait to be taken.',
    sipFields,
  ),
  csr(
    0x14d,
    'stimecmp',
    'Supervisor timer compare: the supervisor timer interrupt is pending while time >= stimecmp.',
  ),
  csr(0x180, 'satp', 'Supervisor address translation and protection: the page table in use.', satpFields),
];
