# Calls into the middle of the kernel.
# Expected: instruction page fault (12), stval 0x80000404.

        .text
        .globl  main
main:
        li      t0, 0x80000404
        jalr    t0
        li      a0, 1                   # still here: nothing stopped it
        ret
