# Switches the machine off, where the kernel does it.
# Expected: store page fault (15), stval 0x2200000.

        .text
        .globl  main
main:
        li      t0, 0x2200000
        li      t1, 0x5555
        sw      t1, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
