import { nowhere, term, type Term } from './term';

/** About memory. */
export const memoryTerms: readonly Term[] = [
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
  term(
    'virtual address',
    'An address as a program uses it. The hardware turns it into a physical one at each access, by the page table.',
    ['39 bits with Sv39', '48 or 57 bits', '48 bits, mostly'],
    ['logical address'],
  ),
  term('physical address', 'Where something really is in memory. Programs never see it.', nowhere, [
    'frame (of a page)',
  ]),
  term(
    'page',
    'A piece of an address space that is mapped as a whole, mostly of 4096 bytes.',
    ['4 KiB; 2 MiB and 1 GiB on higher levels', '4 KiB, 2 MiB, 1 GiB', '4, 16 or 64 KiB, and larger blocks'],
    ['page frame (in physical memory)'],
  ),
  term(
    'page walk',
    'The way through the page table, from its root to the entry for an address. The hardware does it, and remembers the result.',
    ['root in satp', 'root in CR3', 'root in TTBR0_EL1 or TTBR1_EL1'],
    ['translation'],
  ),
  term(
    'TLB',
    'Where the CPU remembers results of page walks. After a change of a page table it must forget them.',
    ['sfence.vma', 'invlpg, or a load of CR3', 'tlbi'],
    ['translation lookaside buffer'],
    ['sfence.vma'],
  ),
  term(
    'stack',
    'Memory that a function takes when it begins and gives back when it returns: it grows downward, and sp has its end.',
    ['sp', 'rsp', 'sp'],
    ['call stack'],
  ),
  term('heap', 'Memory that a process has asked for while it runs. It grows upward.', nowhere, [
    'dynamic memory',
  ]),
  term(
    'sbrk',
    'The system call that moves the end of the heap: it gives the process more memory, and says where it begins.',
    nowhere,
    ['brk'],
  ),
  term(
    'guard page',
    'A page that is left unmapped on purpose below a stack, so that a stack that grows too far faults instead of overwriting something else.',
    nowhere,
  ),
];
