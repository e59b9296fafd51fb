// layout.h - where everything is.
//
// Physical memory of the machine (QEMU's "virt" board):
//
//   0x0000_0000_0010_0000   finisher: a store here ends the run
//   0x0000_0000_0200_0000   CLINT: by which CPUs interrupt each other (its timer is not used: we have Sstc)
//   0x0000_0000_0c00_0000   PLIC: device interrupts
//   0x0000_0000_1000_0000   UART: the console
//   0x0000_0000_1000_1000   virtio devices, one page each
//   0x0000_0000_8000_0000   RAM:  kernel image | kernel stacks | pages handed out one by one
//
// Virtual addresses, in every process:
//
//   0x0000_0000   +---------------------------+
//                 | nothing: a null pointer    |  faults
//   0x0000_1000   +---------------------------+  USER_BASE
//                 | code               U r-x   |  from the program's ELF file
//                 | constants          U r--   |
//                 | data, bss          U rw-   |
//                 +---------------------------+  heap_start
//                 | heap               U rw-   |  grows upward by sbrk
//                 +---------------------------+  heap_end
//                 | nothing                    |  faults
//                 +---------------------------+  STACK_GUARD
//                 | guard page                 |  faults: stack overflow
//                 +---------------------------+  STACK_BOTTOM
//                 | stack              U rw-   |  grows downward
//   0x0200_0000   +---------------------------+  USER_TOP
//                 | devices              rw-   |  at their physical addresses, no U bit
//   0x0220_0000   |   finisher           rw-   |  but this one: its own address is a user's
//   0x4000_0000   +---------------------------+
//                 | nothing                    |
//   0x8000_0000   +---------------------------+  KERNEL_BASE
//                 | kernel, all of RAM         |  at its physical address, no U bit
//                 +---------------------------+
//
// Below USER_TOP each process has its own pages; from USER_TOP on all address
// spaces are the same. So a trap needs no change of address space, and a user's
// access to the kernel fails because of one bit (U) that one can look at.
//
// With isolation=on the program runs with a page table in which nothing is from USER_TOP on but two
// pages (isolation.c).
//
// With control=direct there is one address space, the kernel's, with the program in the
// user's part of it, and no U bit anywhere.
#pragma once

#define PAGE_SIZE 4096
#define MEGAPAGE_SIZE 0x200000 // 2 MiB: a leaf one level up

#define FINISHER 0x00100000
#define FINISHER_WINDOW 0x02200000 // its virtual address
#define CLINT 0x02000000
#define PLIC 0x0c000000
#define PLIC_SIZE 0x00600000
#define UART 0x10000000
#define VIRTIO 0x10001000 // eight slots, one page each, in the same megapage
#define KERNEL_BASE 0x80000000

#define USER_BASE 0x1000
#define USER_TOP 0x02000000
#define USER_ENTRIES (USER_TOP / MEGAPAGE_SIZE) // of the low table
#define STACK_SIZE (64 * 1024)
#define STACK_BOTTOM (USER_TOP - STACK_SIZE)
#define STACK_GUARD (STACK_BOTTOM - PAGE_SIZE)

// A kernel stack is the upper half of a piece on a boundary of the piece's size; the lower half is
// not mapped, but for its first page with isolation=on (isolation.c). So one bit of an address in it tells whether the stack is full (trap_vector.S).
#define KERNEL_STACK_BIT 13
#define KERNEL_STACK_SIZE (1 << KERNEL_STACK_BIT)
#define KERNEL_STACK_PIECE (2 << KERNEL_STACK_BIT)

#define NPROC 128         // processes at a time
#define NPROC_RESERVED 16  // of them for families that have FAMILY_SMALL or fewer
#define FAMILY_SMALL 4
#define NCPU 8
