# Never yields. Prints its pid from time to time, ten times.
#include "print.S"
        li      s0, 10
        call    SYS_getpid
        addi    s1, a0, '0'
1:      li      t0, 2000000
2:      addi    t0, t0, -1
        bnez    t0, 2b
        addi    sp, sp, -16
        sb      s1, 0(sp)
        li      t0, '\n'
        sb      t0, 1(sp)
        li      a0, 1
        mv      a1, sp
        li      a2, 2
        call    SYS_write
        addi    sp, sp, 16
        addi    s0, s0, -1
        bnez    s0, 1b
        exit    0
