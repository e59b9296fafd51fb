import { Source } from '../text/source';

/**
 * The start-up code of every program that defines `main` and no `_start`. It is the same source that C programs get,
 * there to be stepped through; to this assembler its `#include` is a comment, and the numbers of the system calls are known.
 */
export const startUpPath = '/trapframe/kernel/user/start.S';

export const startUpText = `# start.S - where a program without a _start of its own begins: a0 = argc, a1 = argv.

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
`;

export const startUpSource = (): Source => new Source(startUpPath, startUpText);
