# privileged.s - tries to do what only the kernel may do.
#
# satp says which page table the CPU uses. Whoever writes it decides what memory everybody sees, so in user mode
# the hardware refuses even to read it: the instruction traps as illegal (cause 2), and the kernel ends the process.

        .section .rodata
before: .ascii  "I am going to read satp...\n"
        .equ    before_length, . - before
after:  .ascii  "...and nobody stopped me!\n"
        .equ    after_length, . - after

        .text
        .globl  main
main:
        li      a0, 1
        la      a1, before
        li      a2, before_length
        li      a7, SYS_write
        ecall

        csrr    t0, satp                # not in user mode: this traps

        # Nobody gets here.
        li      a0, 1
        la      a1, after
        li      a2, after_length
        li      a7, SYS_write
        ecall
        li      a0, 0
        ret
