# Uses a stack far larger than it has.
# Expected: store page fault (15), stval 0x1f00000.

        .text
        .globl  main
main:
        li      sp, 0x1f00000
        sd      zero, 0(sp)
        li      a0, 1                   # still here: nothing stopped it
        ret
