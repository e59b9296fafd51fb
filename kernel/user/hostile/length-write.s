# Writes more than there is.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 1
        la      a1, main
        li      a2, -1
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        la      a1, main
        li      a2, 0x7fffffffffffffff
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        la      a1, main
        li      a2, 0x2000000
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        li      a1, 0x1fffff0
        li      a2, 17
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
