# worker.s - has little to do: says one line and ends. If it ever gets the CPU.

        .section .rodata
line:   .ascii  "worker: done\n"
        .equ    length, . - line

        .text
        .globl  main
main:
        li      a0, 1
        la      a1, line
        li      a2, length
        li      a7, SYS_write
        ecall
        li      a0, 0
        ret
