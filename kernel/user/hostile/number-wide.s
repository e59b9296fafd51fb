# System calls whose lower 32 bits are those of exit and fork.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a7, 0x100000001
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a7, 0xffffffff00000002
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a7, 0x7fffffffffffffff
        ecall
        li      t0, -38                 # ENOSYS
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
