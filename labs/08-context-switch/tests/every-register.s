# every-register.s - two tasks that use every register, each with values of its own, and compare them again and again.

        .equ    ROUNDS, 40

        .macro  each_register what, base
        .irp    n, 1, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        \what   x\n, \base + \n * 0x101
        .endr
        .endm
        .macro  fill register, value
        li      \register, \value
        .endm
        .macro  compare register, value
        li      a0, \value
        bne     \register, a0, 9f
        .endm
        .macro  task name, base
        .globl  \name
        .text
\name:
        addi    sp, sp, -16
        li      a0, ROUNDS
        sd      a0, 0(sp)
1:
        each_register fill, \base
        each_register compare, \base
        ld      a0, 0(sp)
        addi    a0, a0, -1
        sd      a0, 0(sp)
        bnez    a0, 1b
        ecall
9:
        li      a0, 1
        ecall
        j       .
        .bss
        .balign 16
        .zero   1024
        .globl  \name\()_stack
\name\()_stack:
        .endm

        task    left, 0x40000000
        task    right, 0x50000000
