# Sets its stack pointer to the kernel, and calls it. The kernel does not use it; the program cannot either.
# Expected: store page fault (15), stval 0x80001ff8.

        .text
        .globl  main
main:
        li      sp, 0x80002000
        li      a7, SYS_getpid
        ecall
        sd      zero, -8(sp)
        li      a0, 1                   # still here: nothing stopped it
        ret
