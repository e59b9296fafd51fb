# Reads a register of machine mode.
# Expected: illegal instruction (2), stval 0x300022f3.

        .text
        .globl  main
main:
        csrr    t0, mstatus
        li      a0, 1                   # still here: nothing stopped it
        ret
