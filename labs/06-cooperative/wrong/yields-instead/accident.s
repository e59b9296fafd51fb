# accident.s - adds up the odd numbers from 99 down to 1. It is meant well, and hangs the machine.
#
# Find out where it is and why, and mend it: Pause works even now.

        .data
        .balign 8
sum:    .dword  0

        .text
        .globl  main
main:
        li      t0, 99                  # the number
        li      t1, 0                   # the sum
more:
        add     t1, t1, t0
        addi    t0, t0, -2              # the next odd number
        li      a7, SYS_yield           # then worker has its turn
        ecall
        bnez    t0, more                # until there are no more
        la      t2, sum
        sd      t1, 0(t2)
        li      a0, 0
        ret
