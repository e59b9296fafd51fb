# Jumps to an address that Sv39 does not have.
# Expected: instruction page fault (12), stval 0x4000000000.

        .text
        .globl  main
main:
        li      t0, 0x4000000000
        jr      t0
        li      a0, 1                   # still here: nothing stopped it
        ret
