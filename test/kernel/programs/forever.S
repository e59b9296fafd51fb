# Never yields and never ends.
#include "print.S"
        print   "round and round\n"
1:      j       1b
