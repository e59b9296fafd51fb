# Prints each line it reads between brackets, until the input ends.
#include "print.S"
1:      li      a0, 0
        la      a1, buffer
        li      a2, 300
        call    SYS_read
        blez    a0, 2f
        mv      s0, a0
        print   "["
        li      a0, 1
        la      a1, buffer
        mv      a2, s0
        call    SYS_write
        print   "]\n"
        j       1b
2:      call    SYS_exit
        .bss
buffer: .skip   300
