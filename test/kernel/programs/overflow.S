# Uses more stack than there is.
#include "print.S"
1:      addi    sp, sp, -16
        sd      zero, 0(sp)
        j       1b
