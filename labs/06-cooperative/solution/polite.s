# polite.s - a long computation that lets others run in between.
#
# It counts to 100000. Without a timer nobody takes the CPU away from it: it must give it up by itself, by the system
# call yield (SYS_yield, no arguments). Too seldom, and others wait long; too often, and the CPU is busy changing hands.

        .equ    ROUNDS, 100000
        .equ    TURN, 1000              # rounds between two yields

        .data
        .balign 8
rounds: .dword  0                       # how far it has come

        .text
        .globl  main
main:
        la      s0, rounds
        li      s1, 0                   # rounds so far
        li      s2, ROUNDS
        li      s3, TURN                # rounds until it is somebody else's turn
again:
        addi    s1, s1, 1
        sd      s1, 0(s0)
        # Your code goes here: every TURN rounds, yield. (ecall changes a0, and no other register.)
        addi    s3, s3, -1
        bnez    s3, on
        li      s3, TURN
        li      a7, SYS_yield
        ecall
on:
        # Your code ends here.
        bne     s1, s2, again

        li      a0, 0
        ret
