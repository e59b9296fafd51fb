# Prints its pid three times, and lets others run in between.
#include "print.S"
        call    SYS_getpid
        addi    s1, a0, '0'
        sb      s1, line, t0
        li      s0, 3
1:      li      a0, 1
        la      a1, line
        li      a2, 2
        call    SYS_write
        call    SYS_yield
        addi    s0, s0, -1
        bnez    s0, 1b
        exit    0
        .data
line:   .ascii  "0\n"
