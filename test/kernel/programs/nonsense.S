# No instruction has this code.
#include "print.S"
        .4byte  0
