# Closes the physical memory.
# Expected: illegal instruction (2), stval 0x3a001073.

        .text
        .globl  main
main:
        csrw    pmpcfg0, zero
        li      a0, 1                   # still here: nothing stopped it
        ret
