# The first child ends before its own child, which goes on without it.
#include "print.S"
        call    SYS_fork
        bnez    a0, 2f
        call    SYS_fork
        bnez    a0, 1f
        li      a0, 5
        call    SYS_sleep
        print   "orphan\n"
        exit    7
1:      exit    3
2:      li      a0, 0
        call    SYS_wait
        print   "parent\n"
        exit    0
