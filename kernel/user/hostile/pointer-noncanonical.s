# Addresses that Sv39 does not have, whose lower bits look well.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 1
        li      a1, 0x4000001000
        li      a2, 1
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        li      a1, 0x8000000000001000
        li      a2, 1
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0xffffff8000001000
        li      a7, SYS_pipe
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
