# Writes to the console behind the kernel's back.
#include "print.S"
        li      t0, 0x10000000
        sb      zero, 0(t0)
        exit    0
