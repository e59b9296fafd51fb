# Sets the clock, which it may only read.
# Expected: illegal instruction (2), stval 0xc0129073.

        .text
        .globl  main
main:
        csrw    time, t0
        li      a0, 1                   # still here: nothing stopped it
        ret
