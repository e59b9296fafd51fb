# Jumps to the kernel's first instruction.
# Expected: instruction page fault (12), stval 0x80000000.

        .text
        .globl  main
main:
        li      t0, 0x80000000
        jr      t0
        li      a0, 1                   # still here: nothing stopped it
        ret
