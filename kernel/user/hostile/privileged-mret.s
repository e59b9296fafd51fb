# Returns from a trap of machine mode that never was.
# Expected: illegal instruction (2), stval 0x30200073.

        .text
        .globl  main
main:
        mret
        li      a0, 1                   # still here: nothing stopped it
        ret
