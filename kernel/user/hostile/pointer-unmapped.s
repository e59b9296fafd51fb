# Pointers to nothing: null, between heap and stack, the guard page.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 1
        li      a1, 0
        li      a2, 1
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        li      a1, 0
        li      a7, SYS_open
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        li      a1, 0x1000000
        li      a2, 1
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        li      a1, 0x1fef000
        li      a2, 1
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0x1fefff8
        li      a7, SYS_pipe
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
