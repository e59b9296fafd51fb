# Executes its own stack.
#include "print.S"
        addi    t0, sp, -64
        jr      t0
