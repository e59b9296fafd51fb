# Writes over the first instruction of the kernel.
# Expected: store page fault (15), stval 0x80000000.

        .text
        .globl  main
main:
        li      t0, 0x80000000
        sw      zero, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
