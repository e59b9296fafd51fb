/** A term of the lecture, and what systems call it. */
export interface Term {
  readonly name: string;
  /** One or two sentences. */
  readonly meaning: string;
  readonly riscv: string;
  readonly x86: string;
  readonly arm: string;
  /** Other words for it, in lectures and books. */
  readonly also: readonly string[];
  /** Instructions that have to do with it. */
  readonly instructions: readonly string[];
  /** Of its heading in docs/glossary.md. */
  readonly anchor: string;
}

const term = (
  name: string,
  meaning: string,
  [riscv, x86, arm]: readonly [string, string, string],
  also: readonly string[] = [],
  instructions: readonly string[] = [],
): Term => ({ name, meaning, riscv, x86, arm, also, instructions, anchor: name.replaceAll(' ', '-') });

export const terms: readonly Term[] = [
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
    'process',
    'A program that runs: its memory, its registers, its open files, and what the kernel knows of it.',
    ['—', '—', '—'],
    ['task'],
  ),
  term(
    'process table',
    'What the kernel knows of each process: state, page table, saved registers, open files.',
    ['—', '—', '—'],
    ['process list', 'PCB, process control block (one entry)'],
  ),
  term(
    'context switch',
    'The kernel saves the registers of one process and loads those of another: the return is then the other one’s. It happens in the kernel, and is more than a trap.',
    ['sp, ra, s0 to s11 by a function', 'by a function, or a task switch', 'by a function'],
    ['switch'],
  ),
  term(
    'limited direct execution',
    'Let the program run directly on the CPU, fast, but take precautions before: a mode that refuses, a timer that comes back, page tables that hide the rest.',
    ['—', '—', '—'],
    ['LDE'],
  ),
  term(
    'cooperative scheduling',
    'The kernel regains the CPU only when a program asks it for something. A program that never does keeps it: reboot.',
    ['—', '—', '—'],
    ['non-preemptive'],
  ),
  term(
    'preemptive scheduling',
    'The kernel regains the CPU by a timer interrupt, whatever the program does.',
    ['—', '—', '—'],
    ['preemption'],
  ),
  term(
    'time slice',
    'How long a process may run before the timer interrupt comes and the scheduler may give the CPU to another one.',
    ['—', '—', '—'],
    ['quantum', 'scheduling quantum'],
  ),
  term(
    'policy',
    'Who runs next. The mechanism, how one switches, is the same for every policy, and does not know it.',
    ['—', '—', '—'],
    ['scheduler', 'scheduling discipline'],
  ),
  term(
    'turnaround time',
    'From the arrival of a job to its end. Response time is from its arrival to its first turn; waiting time is what it was ready and did not run.',
    ['—', '—', '—'],
    ['completion time (minus arrival)'],
  ),
  term(
    'address space',
    'The memory as a process sees it: its addresses mean what its page table says, and nothing else is there.',
    ['Sv39, by satp', 'by CR3', 'by TTBR0_EL1'],
    ['virtual memory'],
  ),
  term(
    'page table',
    'A tree in memory that says for each page of addresses where it is in physical memory and who may do what with it.',
    ['Sv39: three levels', 'four or five levels', 'up to four levels'],
    [],
  ),
  term(
    'page fault',
    'The exception for an address that no page is mapped at, or at which this access is not allowed.',
    ['causes 12, 13, 15', '#PF, vector 14', 'data abort, instruction abort'],
    ['segmentation fault (what a program is told)'],
  ),
];

/** A term by its name or another word for it, whatever the case. */
export function termNamed(name: string): Term | undefined {
  const wanted = name.toLowerCase().replaceAll('-', ' ');
  return (
    terms.find((one) => one.name === wanted) ??
    terms.find(({ also }) => also.some((word) => word.toLowerCase() === wanted))
  );
}

/** The page docs/glossary.md. */
export function glossaryPage(): string {
  const parts = terms.map(({ name, meaning, riscv, x86, arm, also }) => {
    const rows =
      riscv === '—'
        ? []
        : ['', '| RISC-V | x86 | Arm |', '| --- | --- | --- |', `| ${riscv} | ${x86} | ${arm} |`];
    return [
      `## ${name}`,
      '',
      meaning,
      ...(also.length === 0 ? [] : ['', `Also: ${also.join(', ')}.`]),
      ...rows,
    ].join('\n');
  });
  const intro =
    'The words of the lecture, and what RISC-V, x86 and Arm call the same thing. In the editor: the command _Trapframe: Glossary_, and the hovers of instructions.';
  return ['# Glossary', '', intro, '', parts.join('\n\n'), ''].join('\n');
}
