# felt.s - a program that notices when it was interrupted.
#
# Nothing in a program changes at an interrupt: all registers are as before. But the clock has gone on. `rdtime t0` reads
# it: on this machine it counts instructions, those of everybody. Who reads it again and again, and finds that it has
# jumped, was away.

        .equ    ROUNDS, 50000
        .equ    JUMP, 100               # more than one round takes, and less than the kernel needs

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

        # Your code ends here.
        addi    s0, s0, -1
        bnez    s0, again

        la      t0, felt
        sd      s1, 0(t0)
        li      a0, 0
        ret
