# felt.s - a program that notices when it was interrupted.
#
# Nothing in a program changes at an interrupt: all registers are as before. But the clock has gone on. `rdtime t0` reads
# it: on this machine it counts instructions, those of everybody. Who reads it again and again, and finds that it has
# jumped, was away.

        .equ    ROUNDS, 50000
        .equ    JUMP, 8000              # a large jump

        .data
        .balign 8
felt:   .dword  0                       # how often the clock has jumped

        .text
        .globl  main
main:
        li      s0, ROUNDS
        li      s1, 0                   # how often
        rdtime  s2                      # what the clock said last
again:
        # Your code goes here: read the clock; if it is more than JUMP ahead of s2, one more in s1; and remember in s2
        # what it says now.
        rdtime  t0
        sub     t1, t0, s2
        mv      s2, t0
        li      t2, JUMP
        bleu    t1, t2, on
        addi    s1, s1, 1
on:
        # Your code ends here.
        addi    s0, s0, -1
        bnez    s0, again

        la      t0, felt
        sd      s1, 0(t0)
        li      a0, 0
        ret
