# Reads the first word of the kernel.
# Expected: load page fault (13), stval 0x80000000.

        .text
        .globl  main
main:
        li      t0, 0x80000000
        ld      t0, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
