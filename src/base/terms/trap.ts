import { nowhere, term, type Term } from './term';

/** About traps and the modes of the CPU. */
export const trapTerms: readonly Term[] = [
  term(
    'trap',
    'The hardware leaves the program and enters the kernel, at one place that the kernel chose, in kernel mode. Everything that does so is a trap: system calls, exceptions and interrupts.',
    ['trap', 'no word for all; “interrupt or exception”', 'exception (for all of them)'],
    ['kernel entry', 'mode switch'],
  ),
  term(
    'system call',
    'A trap that a program wants: it asks the kernel for something that it may not do itself. Number and arguments are in registers.',
    ['ecall from U-mode, cause 8', 'syscall (before: int 0x80)', 'svc'],
    ['supervisor call', 'trap (in older books)'],
    ['ecall'],
  ),
  term(
    'exception',
    'A trap that an instruction causes because it cannot be done: it is not allowed, makes no sense, or its page is not there. The same instruction causes it again each time.',
    ['exception', 'exception: fault, trap or abort', 'synchronous exception'],
    ['fault', 'synchronous trap'],
    ['ebreak', 'unimp'],
  ),
  term(
    'interrupt',
    'A trap that comes from outside, between two instructions: a timer, a device, another CPU. The interrupted program has done nothing for it and does not notice.',
    ['interrupt', 'interrupt (hardware, external)', 'interrupt: IRQ, FIQ'],
    ['asynchronous trap', 'IRQ'],
  ),
  term(
    'timer interrupt',
    'An interrupt at a time that the kernel has chosen before it let the program run. It is how the kernel regains the CPU from a program that never asks for anything.',
    ['supervisor timer interrupt, cause 5; stimecmp', 'local APIC timer', 'generic timer'],
    ['tick', 'clock interrupt'],
  ),
  term(
    'return from trap',
    'One instruction that goes back to where the trap came from: it restores the mode and jumps, in one step.',
    ['sret (mret from machine mode)', 'iret, sysret', 'eret'],
    ['return from exception'],
    ['sret', 'mret'],
  ),
  term(
    'trap handler',
    'The code of the kernel that runs after a trap. The first instructions save the program’s registers, since the hardware does not.',
    ['code at stvec', 'interrupt handler, ISR', 'exception handler'],
    ['interrupt service routine'],
  ),
  term(
    'trap table',
    'Which handler belongs to which cause. On RISC-V the hardware knows one address, and the kernel looks the rest up in a table of its own.',
    [
      'stvec (one address); the table is the kernel’s',
      'IDT, interrupt descriptor table',
      'vector table at VBAR_EL1',
    ],
    ['interrupt vector'],
  ),
  term(
    'trap frame',
    'Where the kernel keeps the registers of a program that has trapped, to put them back at the return.',
    ['in memory, saved by the kernel', 'partly pushed by the hardware', 'pt_regs, saved by the kernel'],
    ['saved registers', 'kernel stack frame'],
  ),
  term(
    'user mode',
    'The mode of the CPU in which programs run: instructions that would touch the machine itself are refused.',
    ['U-mode', 'ring 3', 'EL0'],
    ['unprivileged mode'],
  ),
  term(
    'kernel mode',
    'The mode of the CPU in which the kernel runs and may do everything that the hardware can.',
    ['S-mode (supervisor)', 'ring 0', 'EL1'],
    ['supervisor mode', 'privileged mode'],
  ),
  term(
    'machine mode',
    'The mode in which a RISC-V machine starts. It lets the kernel have what it needs, and is seldom entered again.',
    ['M-mode', 'nearest: firmware, SMM', 'EL3'],
    [],
  ),
  term(
    'mode bit',
    'The state of the CPU that says in which mode it is. Only a trap and the return from one change it.',
    ['the privilege level; not readable by programs', 'CPL, in cs', 'CurrentEL'],
    ['privilege level'],
  ),
  term(
    'privileged instruction',
    'An instruction that is allowed in kernel mode only; in user mode it causes an exception.',
    [
      'csrw, sret, wfi, sfence.vma: illegal instruction',
      'hlt, lidt: general protection',
      'msr, eret: undefined',
    ],
    ['restricted operation'],
    ['csrr', 'csrw', 'csrrw', 'csrrs', 'csrrc', 'wfi', 'sfence.vma'],
  ),
  term(
    'pc',
    'The register with the address of the instruction that is next. A trap keeps the old value and sets a new one.',
    ['pc', 'rip', 'pc'],
    ['program counter', 'instruction pointer'],
  ),
  term(
    'calling convention',
    'What caller and function have agreed on: where arguments and results are, and which registers a function must leave as they were.',
    [
      'a0 to a7; s0 to s11, sp kept',
      'rdi, rsi, rdx, ...; rbx, rbp, r12 to r15 kept',
      'x0 to x7; x19 to x28 kept',
    ],
    ['ABI', 'callee-saved registers'],
  ),
  term(
    'return address',
    'Where a function goes on when it is done: the instruction behind its call.',
    ['ra', 'on the stack', 'lr'],
    ['link register'],
  ),
  term(
    'confused deputy',
    'Somebody with many rights who is tricked into using them for somebody with few: such as a kernel that stores through a pointer that a program has passed, without asking whether the program may store there.',
    nowhere,
  ),
  term(
    'reset',
    'The instant at which a machine begins: in its highest mode, with no traps installed, at an address that its maker chose. Whoever is there first decides what everybody else may do.',
    ['M-mode, in the boot ROM', 'real mode, at 0xfffffff0', 'the highest EL that there is'],
    ['power on', 'boot'],
  ),
];
