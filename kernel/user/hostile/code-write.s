# Changes its code.
# Expected: store page fault (15), stval main.

        .text
        .globl  main
main:
        la      t0, main
        sw      zero, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
