# Makes and waits for more children than the process table has entries, some of them orphans.
#include "print.S"
        li      s0, 140
1:      call    SYS_fork
        bnez    a0, 2f
        call    SYS_fork
        exit    0
2:      bltz    a0, 3f
        li      a0, 0
        call    SYS_wait
        addi    s0, s0, -1
        bnez    s0, 1b
        exit    0
3:      exit    1
