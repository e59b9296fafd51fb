# Has the kernel read and write devices for it.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 1
        li      a1, 0x10000000
        li      a2, 1
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        li      a1, 0x10000000
        li      a2, 1
        li      a7, SYS_read
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        li      a1, 0xc201004
        li      a2, 4
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0x100000
        li      a7, SYS_pipe
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0x2200000
        li      a7, SYS_pipe
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
