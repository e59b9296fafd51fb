# hello.s - the smallest program that talks to the kernel.
#
# A program cannot reach the console by itself: only the kernel can. So it asks, with a system call:
# it puts the number of the call in a7 and the arguments in a0, a1, a2, and traps with `ecall`.

        .section .rodata                # data that nobody writes
message:
        .ascii  "Hello from user mode!\n"
        .equ    length, . - message     # how many bytes there are from message to here

        .text
        .globl  main
main:
        # write(1, message, length)
        li      a0, 1                   # file descriptor 1: the console
        la      a1, message             # where the bytes are
        li      a2, length              # how many they are
        li      a7, SYS_write           # which system call
        ecall                           # trap: from here the kernel runs, until it returns to the next line

        # Now a0 is what write returned: the number of bytes written, or a negative error number.

        li      a0, 0                   # main returns 0: all went well
        ret                             # back to the start-up code, which calls exit
