# Returns from a trap that never was.
# Expected: illegal instruction (2), stval 0x10200073.

        .text
        .globl  main
main:
        sret
        li      a0, 1                   # still here: nothing stopped it
        ret
