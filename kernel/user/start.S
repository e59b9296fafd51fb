# start.S - where a program without a _start of its own begins: a0 = argc, a1 = argv.

#include "../system_calls.h"

        .text
        .globl  _start
        .type   _start, @function
_start:
        li      s0, 0                   # the chain of stack frames ends here
        call    main
        li      a7, SYS_exit            # with what main returned
        ecall
        .size   _start, . - _start
