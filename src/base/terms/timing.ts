import { nowhere, term, type Term } from './term';

/** About what can be told by time. */
export const timingTerms: readonly Term[] = [
  term(
    'cache',
    'A small, fast memory that keeps copies of what was used last, in lines of mostly 64 bytes. What is in it comes at once; for everything else the CPU waits.',
    ['the Zicbom extension empties it', 'clflush empties it', 'dc civac empties it'],
    ['cache line (one piece of it)'],
  ),
  term(
    'timing channel',
    'A way to learn something by how long things take, where no rule lets one read it.',
    nowhere,
    ['side channel (of which it is one)'],
  ),
  term(
    'transient execution',
    'Instructions that a CPU begins before it knows whether they are to happen, and throws away when they are not. What they have brought into the cache stays.',
    ['depends on the CPU', 'Meltdown and Spectre', 'Spectre, and Meltdown on few'],
    ['speculative execution'],
  ),
  term(
    'isolation',
    'The kernel is left out of the page table that a program runs with, but for the code that changes page tables at a trap. What is not mapped cannot be read, not even transiently.',
    ['by a kernel that does it', 'KPTI, KVA Shadow', 'KPTI'],
    ['page table isolation'],
  ),
  term(
    'trampoline',
    'Code of the kernel that is mapped at the same address in two page tables, so that it can change from one to the other.',
    nowhere,
    [],
  ),
];
