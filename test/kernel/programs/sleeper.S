# Prints a, sleeps, prints b.
#include "print.S"
        print   "a\n"
        li      a0, 5
        call    SYS_sleep
        print   "b\n"
        exit    0
