# name.s - asks for its own name: rightly, and in three ways that a kernel must not fall for.

        .equ    SYS_getname, 33

        .section .rodata
constant: .asciz "........"             # may be read, not written

        .data
        .balign 8
        .globl  length, buffer, small, into_kernel, into_constants
length: .dword  0                       # what the right call gave
small:  .dword  0                       # what it gives for a buffer of two bytes
into_kernel: .dword 0                   # for an address of the kernel
into_constants: .dword 0                # for an address that may be read only
buffer: .fill   16, 1, '#'

        .text
        .globl  main
main:
        la      a0, buffer
        li      a1, 2
        li      a7, SYS_getname
        ecall
        la      t0, small
        sd      a0, 0(t0)

        la      a0, buffer
        li      a1, 16
        li      a7, SYS_getname
        ecall
        la      t0, length
        sd      a0, 0(t0)

        li      a0, 0x80000000
        li      a1, 16
        li      a7, SYS_getname
        ecall
        la      t0, into_kernel
        sd      a0, 0(t0)

        la      a0, constant
        li      a1, 16
        li      a7, SYS_getname
        ecall
        la      t0, into_constants
        sd      a0, 0(t0)
        li      a0, 0
        ret
