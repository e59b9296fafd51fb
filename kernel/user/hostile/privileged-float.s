# Adds floating-point numbers, without a floating-point unit.
# Expected: illegal instruction (2), stval 0x2107053.

        .text
        .globl  main
main:
        .4byte  0x02107053              # fadd.d ft0, ft0, ft1
        li      a0, 1                   # still here: nothing stopped it
        ret
