# Kills the first program, which is not its own.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 1
        li      a7, SYS_kill
        ecall
        li      t0, -1                  # EPERM
        bne     a0, t0, wrong
        li      a0, 1
        li      a7, SYS_kill
        ecall
        li      t0, -1                  # EPERM
        bne     a0, t0, wrong
        li      a0, 0x100000001
        li      a7, SYS_kill
        ecall
        li      t0, -3                  # ESRCH
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
