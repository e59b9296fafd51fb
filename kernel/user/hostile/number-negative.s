# System calls with negative numbers.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a7, -1
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a7, -13
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a7, 0x8000000000000000
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
