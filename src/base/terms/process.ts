import { nowhere, term, type Term } from './term';

/** About processes, and who runs when. */
export const processTerms: readonly Term[] = [
  term(
    'process',
    'A program that runs: its memory, its registers, its open files, and what the kernel knows of it.',
    nowhere,
    ['task'],
  ),
  term(
    'process table',
    'What the kernel knows of each process: state, page table, saved registers, open files.',
    nowhere,
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
    nowhere,
    ['LDE'],
  ),
  term(
    'cooperative scheduling',
    'The kernel regains the CPU only when a program asks it for something. A program that never does keeps it: reboot.',
    nowhere,
    ['cooperative', 'non-preemptive'],
  ),
  term(
    'preemptive scheduling',
    'The kernel regains the CPU by a timer interrupt, whatever the program does.',
    nowhere,
    ['preemption'],
  ),
  term(
    'time slice',
    'How long a process may run before the timer interrupt comes and the scheduler may give the CPU to another one.',
    nowhere,
    ['quantum', 'scheduling quantum'],
  ),
  term(
    'policy',
    'Who runs next. The mechanism, how one switches, is the same for every policy, and does not know it.',
    nowhere,
    ['scheduler', 'scheduling discipline'],
  ),
  term(
    'turnaround time',
    'From the arrival of a job to its end. Small where short jobs do not wait for long ones.',
    nowhere,
    ['turnaround', 'completion time (minus arrival)'],
  ),
  term(
    'program',
    'A file with instructions and data. It does nothing until it is loaded and run: then there is a process.',
    nowhere,
    ['executable', 'binary'],
  ),
  term(
    'fork',
    'The system call that makes a copy of the process that calls it: same code, same registers, a copy of the memory. The parent is told the pid of the child, the child 0.',
    nowhere,
  ),
  term(
    'exec',
    'The system call by which a process goes on with another program: its memory is replaced, its pid and its open files stay.',
    nowhere,
  ),
  term(
    'wait',
    'The system call by which a parent waits until a child has ended, and gets its exit status.',
    nowhere,
  ),
  term(
    'yield',
    'The system call by which a process gives up the CPU without waiting for anything: it stays ready.',
    nowhere,
  ),
  term('ready', 'A process that could run, and has no CPU. The scheduler chooses among these.', nowhere, [
    'runnable',
  ]),
  term('running', 'A process that has a CPU now.', nowhere),
  term(
    'blocked',
    'A process that could not go on even if it had a CPU: it waits for a disk, for input, for a child. Somebody else will make it ready.',
    nowhere,
    ['sleeping', 'waiting'],
  ),
  term('zombie', 'A process that has ended, and whose exit status nobody has asked for yet.', nowhere, [
    'defunct',
  ]),
  term(
    'multiprogramming',
    'Several programs are in memory at once, so that the CPU has something to do while one of them waits.',
    nowhere,
    ['overlap', 'multitasking'],
  ),
  term(
    'time sharing',
    'One CPU, and many processes that have it in turn, so fast that each seems to have one of its own. Memory is not shared in time but in space: each has its own part.',
    nowhere,
    ['virtualization of the CPU'],
  ),
  term('response time', 'From the arrival of a job to its first turn.', nowhere, ['response']),
  term('waiting time', 'How long a job was ready, and did not run.', nowhere, [
    'waiting time in the ready queue',
  ]),
  term(
    'mechanism',
    'How something is done, such as a context switch, as opposed to policy: which one to do.',
    nowhere,
  ),
];
