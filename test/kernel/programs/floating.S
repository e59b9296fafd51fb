# Compressed code for a floating-point unit: c.fldsp fa0, 0(sp).
#include "print.S"
        .half   0x2502
