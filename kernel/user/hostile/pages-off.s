# Turns paging off.
# Expected: illegal instruction (2), stval 0x18001073.

        .text
        .globl  main
main:
        csrw    satp, zero
        li      a0, 1                   # still here: nothing stopped it
        ret
