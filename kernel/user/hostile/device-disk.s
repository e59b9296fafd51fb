# Looks for a disk.
# Expected: load page fault (13), stval 0x10001000.

        .text
        .globl  main
main:
        li      t0, 0x10001000
        lw      t0, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
