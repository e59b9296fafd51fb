# tasks.s - two tasks that know nothing of each other. They are as they are: the bug is in kernel.s.
#
# Each works with registers of its own values, all the time. `left` adds up in s4, `right` in s7; after ROUNDS rounds
# each compares what it has with what it must be, and asks the kernel for its end (ecall with 0: right, 1: wrong in a0).

        .equ    ROUNDS, 3000

        .macro  task name, step, sum, other
        .globl  \name, \name\()_sum
        .data
        .balign 8
\name\()_sum:   .dword  0
        .text
\name:
        li      \sum, 0
        li      \other, \step
        li      t3, ROUNDS
1:
        add     \sum, \sum, \other
        addi    t3, t3, -1
        bnez    t3, 1b
        la      a1, \name\()_sum
        sd      \sum, 0(a1)
        li      t0, ROUNDS * \step
        sub     a0, \sum, t0
        snez    a0, a0
        ecall
        j       .
        .bss
        .balign 16
        .zero   1024
        .globl  \name\()_stack
\name\()_stack:
        .endm

        task    left, 3, s4, s9
        task    right, 5, s7, t6
