# Kills the first program, which is not its own.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 1
        li      a7, SYS_kill
        ecall
        li      t0, -1                  # EPERM
        beq     a0, t0, 1f
        li      t0, -3                  # ESRCH: it has ended already, and its entry has been used again
        bne     a0, t0, wrong
1:      li      a0, 0x100000001         # not the number 1
        li      a7, SYS_kill
        ecall
        li      t0, -3                  # ESRCH
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
