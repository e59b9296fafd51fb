# Uses a register that does not exist.
# Expected: illegal instruction (2), stval 0x8c0022f3.

        .text
        .globl  main
main:
        .4byte  0x8c0022f3              # csrr t0, 0x8c0
        li      a0, 1                   # still here: nothing stopped it
        ret
