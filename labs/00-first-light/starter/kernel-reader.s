# kernel-reader.s - tries to read the kernel's memory.
#
# The kernel is mapped in this process too, at 0x80000000, so that a trap needs no other page table. But its pages lack
# the U bit, so in user mode a load from there traps (load page fault, cause 13), and the kernel ends the process.

        .section .rodata
before: .ascii  "I am going to read the kernel...\n"
        .equ    before_length, . - before
after:  .ascii  "...and I know its secrets now!\n"
        .equ    after_length, . - after

        .equ    KERNEL, 0x80000000      # where the kernel begins

        .text
        .globl  main
main:
        li      a0, 1
        la      a1, before
        li      a2, before_length
        li      a7, SYS_write
        ecall

        li      t0, KERNEL
        ld      t1, 0(t0)               # eight bytes of the kernel's code: this traps

        # Nobody gets here.
        li      a0, 1
        la      a1, after
        li      a2, after_length
        li      a7, SYS_write
        ecall
        li      a0, 0
        ret
