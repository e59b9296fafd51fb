# A path without an end.
# Expected: exit status 0.

        .text
        .globl  main
main:
        la      a0, path
        li      a1, 0
        li      a7, SYS_open
        ecall
        li      t0, -36                 # ENAMETOOLONG
        bne     a0, t0, wrong
        la      a0, path
        li      a1, 0
        li      a7, SYS_exec
        ecall
        li      t0, -36                 # ENAMETOOLONG
        bne     a0, t0, wrong
        la      a0, path
        li      a1, 0
        li      a7, SYS_spawn
        ecall
        li      t0, -36                 # ENAMETOOLONG
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .section .rodata
path:   .fill   300, 1, 'x'
