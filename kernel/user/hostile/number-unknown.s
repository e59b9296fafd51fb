# System calls that do not exist.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a7, 0
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a7, 900
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a7, 1000
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
