# seven.s - what write says to a descriptor that is not open, and to an address at which there is nothing.
        .section .rodata
message: .ascii "Hello from user mode!\n"
        .equ    length, . - message
        .text
        .globl  main
main:
        li      a0, 7
        la      a1, message
        li      a2, length
        li      a7, SYS_write
        ecall
        li      a0, 1
        li      a1, 0
        li      a2, length
        li      a7, SYS_write
        ecall
        li      a0, 0
        ret
