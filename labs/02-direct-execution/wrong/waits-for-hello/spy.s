# spy.s - looks where no program should be able to look.
#
# Two things belong to the kernel alone: its memory, which begins at 0x80000000, and registers such as satp, which says
# which page table the CPU uses. With direct execution nothing keeps a program from either of them.

        .equ    KERNEL, 0x80000000
        .equ    COUNT, 8                # doublewords

        .data
        .balign 8
loot:   .zero   8 * COUNT               # for the first 64 bytes of the kernel
table:  .dword  0                       # for what is in satp

        .text
        .globl  main
main:
        # Your code goes here: first copy COUNT doublewords from KERNEL to loot, then satp (csrr t0, satp) to table.
        li      a7, SYS_yield           # let the others finish first
        ecall
        li      t0, KERNEL
        la      t1, loot
        li      t2, COUNT
copy:
        ld      t3, 0(t0)
        sd      t3, 0(t1)
        addi    t0, t0, 8
        addi    t1, t1, 8
        addi    t2, t2, -1
        bnez    t2, copy

        csrr    t0, satp
        la      t1, table
        sd      t0, 0(t1)
        # Your code ends here.

        li      a0, 0
        ret
