/** Fields of mstatus and of its subset sstatus (privileged specification, "Machine Status Registers"). */
import { field, flag, words } from './csr';
import type { CsrField } from './csr';

const mode = words({ 0: 'user', 1: 'supervisor', 3: 'machine' });
const state = words({ 0: 'off', 1: 'initial', 2: 'clean', 3: 'dirty' });
const xlen = words({ 1: '32 bits', 2: '64 bits' });
const ENDIAN = ['little endian', 'big endian'] as const;

const machineFields: readonly CsrField[] = [
  flag(
    'SIE',
    1,
    'Supervisor Interrupt Enable: whether supervisor mode can be interrupted.',
    'interrupts off',
    'interrupts on',
  ),
  flag(
    'MIE',
    3,
    'Machine Interrupt Enable: whether machine mode can be interrupted.',
    'interrupts off',
    'interrupts on',
  ),
  flag(
    'SPIE',
    5,
    'Supervisor Previous Interrupt Enable: SIE before the trap; sret puts it back.',
    'interrupts were off',
    'interrupts were on',
  ),
  flag('UBE', 6, 'User Big Endian: byte order of data accesses in user mode.', ...ENDIAN),
  flag(
    'MPIE',
    7,
    'Machine Previous Interrupt Enable: MIE before the trap; mret puts it back.',
    'interrupts were off',
    'interrupts were on',
  ),
  field('SPP', 8, 1, 'Supervisor Previous Privilege: the mode that was trapped; sret goes back to it.', mode),
  field('VS', 9, 2, 'State of the vector registers; this machine has none.', state),
  field('MPP', 11, 2, 'Machine Previous Privilege: the mode that was trapped; mret goes back to it.', mode),
  field('FS', 13, 2, 'State of the floating-point registers; this machine has none.', state),
  field('XS', 15, 2, 'State of the registers of further extensions; this machine has none.', state),
  flag(
    'MPRV',
    17,
    'Modify Privilege: loads and stores in machine mode go through the page tables as if the mode were MPP.',
    'off',
    'loads and stores as mode MPP',
  ),
  flag(
    'SUM',
    18,
    'Supervisor User Memory access: whether the kernel may touch pages of user programs.',
    'user pages forbidden to the kernel',
    'user pages open to the kernel',
  ),
  flag(
    'MXR',
    19,
    'Make Executable Readable: whether loads may read pages that are only executable.',
    'off',
    'executable pages can be read',
  ),
  flag(
    'TVM',
    20,
    'Trap Virtual Memory: whether satp and sfence.vma are illegal in supervisor mode.',
    'allowed',
    'satp and sfence.vma trap',
  ),
  flag('TW', 21, 'Timeout Wait: whether wfi is illegal below machine mode.', 'allowed', 'wfi traps'),
  flag('TSR', 22, 'Trap SRET: whether sret is illegal in supervisor mode.', 'allowed', 'sret traps'),
  field('UXL', 32, 2, 'User XLEN: width of registers in user mode.', xlen),
  field('SXL', 34, 2, 'Supervisor XLEN: width of registers in supervisor mode.', xlen),
  flag('SBE', 36, 'Supervisor Big Endian: byte order of data accesses in supervisor mode.', ...ENDIAN),
  flag('MBE', 37, 'Machine Big Endian: byte order of data accesses in machine mode.', ...ENDIAN),
  flag('SD', 63, 'State Dirty: whether FS, VS or XS says dirty.', 'nothing dirty', 'something dirty'),
];

const supervisorNames = new Set(['SIE', 'SPIE', 'UBE', 'SPP', 'VS', 'FS', 'XS', 'SUM', 'MXR', 'UXL', 'SD']);

export const mstatusFields = machineFields;
export const sstatusFields = machineFields.filter(({ name }) => supervisorNames.has(name));
