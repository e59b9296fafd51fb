# loop.s - the program above your kernel: counts for ever and never calls it. It is as it is: your part is kernel.s.
#
# Each round is checked: three registers must agree. If an interrupt changes one of them, the program notices, and
# `broken` says so.

        .data
        .balign 8
        .globl  rounds, broken
rounds: .dword  0
broken: .dword  0

        .text
        .globl  user_main
user_main:
        la      a0, rounds
        li      t0, 0
        li      t5, 0
        li      s7, 0
again:
        addi    t0, t0, 1
        addi    t5, t5, 1
        addi    s7, s7, 1
        sd      t0, 0(a0)
        bne     t0, t5, changed
        beq     t0, s7, again
changed:
        la      a0, broken
        li      t0, 1
        sd      t0, 0(a0)
stay:
        j       stay

        .bss
        .balign 16
        .zero   1024
        .globl  user_stack
user_stack:
