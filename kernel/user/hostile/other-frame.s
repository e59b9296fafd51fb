# Writes to physical memory that other processes own.
# Expected: store page fault (15), stval 0x80400000.

        .text
        .globl  main
main:
        li      t0, 0x80400000
        sd      zero, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
