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
        .size   name, . - name;

EACH_SYSTEM_CALL(CALL)

# Functions that are not called like their system calls.
#define NAME(own, call)          \
        .weak   own;             \
        .type   own, @function;  \
        .set    own, call

NAME(next_entry, list)
NAME(next_process, processes)
NAME(catch_interrupts, interrupts)
NAME(adopt_orphans, adopt)
