# Sets the machine's timer.
# Expected: store page fault (15), stval 0x2004000.

        .text
        .globl  main
main:
        li      t0, 0x2004000
        sd      zero, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
