/** Traps, trap returns and what only a kernel may do (privileged specification; ecall and ebreak: "RV32I"). */
import type { SystemOperation } from '../row';
import { definer, exactly, Opcode, pattern } from './define';
import type { Pattern } from './define';

const system = (operation: SystemOperation) => ({ kind: 'system', operation }) as const;

const base = (name: string, bits: Pattern, operation: SystemOperation, doc: string) =>
  definer('I')(name, 'fixed', bits, system(operation), doc);
const privileged = (name: string, bits: Pattern, operation: SystemOperation, doc: string) =>
  definer('privileged')(name, 'fixed', bits, system(operation), doc);

export const privilegedRows = [
  base(
    'ecall',
    exactly(0x0000_0073),
    'ecall',
    'Environment call: traps into the kernel on purpose (a system call).',
  ),
  base('ebreak', exactly(0x0010_0073), 'ebreak', 'Breakpoint: traps with cause 3, for a debugger to notice.'),
  privileged(
    'sret',
    exactly(0x1020_0073),
    'sret',
    'Return from a trap in supervisor mode: continues at sepc, in the mode that sstatus.SPP remembers.',
  ),
  privileged(
    'mret',
    exactly(0x3020_0073),
    'mret',
    'Return from a trap in machine mode: continues at mepc, in the mode that mstatus.MPP remembers.',
  ),
  privileged(
    'wfi',
    exactly(0x1050_0073),
    'wfi',
    'Wait for interrupt: the CPU idles until an interrupt is pending.',
  ),
  definer('privileged')(
    'sfence.vma',
    'fenceVma',
    // rd is no operand: bits 11:7 are 0.
    { mask: 0xfe00_7fff, match: pattern(Opcode.system, 0, 0b0001001).match },
    system('sfenceVma'),
    'Address-translation fence: page-table changes made before it count from here on (rs1: one address, rs2: one address space).',
  ),
];
