# Claims a device's interrupt.
# Expected: load page fault (13), stval 0xc201004.

        .text
        .globl  main
main:
        li      t0, 0xc201004
        lw      t0, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
