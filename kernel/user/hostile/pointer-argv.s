# Arguments for a new program that point into the kernel, or never end.
# Expected: exit status 0.

        .text
        .globl  main
main:
        la      a0, path
        la      a1, wild
        li      a7, SYS_spawn
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        la      a0, path
        la      a1, wild
        li      a7, SYS_exec
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        la      a0, path
        li      a1, 0x1fffffc
        li      a7, SYS_spawn
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .section .rodata
path:   .asciz  "nothing"
        .balign 8
wild:   .dword  path, 0x80000000, 0
