/** Registers of machine mode (privileged specification, "Machine-Level CSRs"). */
import { machineCounters } from './counters';
import { csr, field, flag, words } from './csr';
import type { Csr } from './csr';
import { protectionCsrs } from './protection';
import { triggerCsrs } from './triggers';
import { mstatusFields } from './status';
import { causeFields, medelegFields, midelegFields, mieFields, mipFields, vectorFields } from './trap';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export const machineCsrs: readonly Csr[] = [
  csr(0xf11, 'mvendorid', 'Who made the CPU; 0 on this machine.'),
  csr(0xf12, 'marchid', 'Which design the CPU is; 0 on this machine.'),
  csr(0xf13, 'mimpid', 'Which version of the design the CPU is; 0 on this machine.'),
  csr(0xf14, 'mhartid', 'Number of this CPU (hart), from 0.'),
  csr(0xf15, 'mconfigptr', 'Address of a description of the machine; 0: there is none.'),
  csr(
    0x300,
    'mstatus',
    'Machine status: interrupts on or off, and the modes before the last traps.',
    mstatusFields,
  ),
  csr(0x301, 'misa', 'The instruction set of this machine; fixed.', [
    field('Extensions', 0, 26, 'One bit for each letter: which extensions there are.', (value) =>
      [...LETTERS].filter((_, n) => (value >> BigInt(n)) & 1n).join(' '),
    ),
    field(
      'MXL',
      62,
      2,
      'Machine XLEN: width of registers.',
      words({ 1: '32 bits', 2: '64 bits', 3: '128 bits' }),
    ),
  ]),
  csr(
    0x302,
    'medeleg',
    'Machine exception delegation: which exceptions go straight to the kernel.',
    medelegFields,
  ),
  csr(
    0x303,
    'mideleg',
    'Machine interrupt delegation: which interrupts go straight to the kernel.',
    midelegFields,
  ),
  csr(0x304, 'mie', 'Machine interrupt enable: which interrupts are wanted.', mieFields),
  csr(0x305, 'mtvec', 'Machine trap vector: where traps into machine mode go.', vectorFields),
  csr(0x30a, 'menvcfg', 'Machine environment configuration: what the modes below machine mode can use.', [
    flag(
      'FIOM',
      0,
      'Fence of I/O implies Memory: whether a fence of devices orders memory too below machine mode.',
      'off',
      'on',
    ),
    flag(
      'STCE',
      63,
      'Supervisor Timer Compare Enable: whether the kernel can use stimecmp (Sstc).',
      'no',
      'yes',
    ),
  ]),
  csr(0x340, 'mscratch', "Machine scratch: a word for the trap handler's own use."),
  csr(
    0x341,
    'mepc',
    'Machine exception program counter: the instruction that was interrupted or trapped; mret goes there.',
  ),
  csr(0x342, 'mcause', 'Machine cause: why the last trap into machine mode happened.', causeFields),
  csr(
    0x343,
    'mtval',
    'Machine trap value: the bad address of a fault, or the bits of an illegal instruction.',
  ),
  csr(0x344, 'mip', 'Machine interrupt pending: which interrupts wait to be taken.', mipFields),
  ...protectionCsrs,
  ...triggerCsrs,
  ...machineCounters,
];
