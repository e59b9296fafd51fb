# Asks where its page table is.
# Expected: illegal instruction (2), stval 0x180022f3.

        .text
        .globl  main
main:
        csrr    t0, satp
        li      a0, 1                   # still here: nothing stopped it
        ret
