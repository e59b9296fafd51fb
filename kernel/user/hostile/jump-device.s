# Executes a device.
# Expected: instruction page fault (12), stval 0x10000000.

        .text
        .globl  main
main:
        li      t0, 0x10000000
        jr      t0
        li      a0, 1                   # still here: nothing stopped it
        ret
