# Every process forks nine times, or as often as it is let.
#include "print.S"
        .equ    EAGAIN, 11
        li      s0, 9
1:      call    SYS_fork
        bltz    a0, 2f
        addi    s0, s0, -1
        bnez    s0, 1b
        exit    0
2:      li      t0, -EAGAIN
        bne     a0, t0, 3f
        exit    0
3:      exit    1
