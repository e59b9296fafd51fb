// calls.S - a C function for each system call. Its arguments are where the kernel expects them
// already, and the kernel's result is where C looks for it.
#include "../../system_calls.h"

        .text
#define CALL(name)                \
        .weak   name;             \
        .type   name, @function;  \
name:   li      a7, SYS_##name;   \
        ecall;                    \
        ret;                      \
        .size   name, . - name

CALL(exit)
CALL(fork)
CALL(exec)
CALL(spawn)
CALL(wait)
CALL(getpid)
CALL(yield)
CALL(sleep)
CALL(sbrk)
CALL(open)
CALL(close)
CALL(read)
CALL(write)
CALL(kill)
CALL(uptime)
CALL(dup)
CALL(pipe)
CALL(setpriority)
CALL(settickets)
