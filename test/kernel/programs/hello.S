# Prints its arguments, one a line, and exits with their number.
#include "print.S"
        mv      s0, a0
        mv      s1, a1
        mv      s2, a0
        andi    t0, sp, 15              # the calling convention's boundary
        bnez    t0, crooked
1:      beqz    s2, 2f
        ld      a1, 0(s1)
        addi    s1, s1, 8
        addi    s2, s2, -1
        mv      a2, a1
3:      lbu     t0, 0(a2)
        addi    a2, a2, 1
        bnez    t0, 3b
        sub     a2, a2, a1
        addi    a2, a2, -1
        li      a0, 1
        call    SYS_write
        print   "\n"
        j       1b
2:      ld      t0, 0(s1)               # argv[argc]
        bnez    t0, crooked
        mv      a0, s0
        call    SYS_exit
crooked:
        exit    99
