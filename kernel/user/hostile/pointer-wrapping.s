# Ranges that wrap round at the end of all addresses.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 1
        li      a1, -1
        li      a2, 2
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        li      a1, -4096
        li      a2, 4097
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        li      a1, 0xfffffffffffff000
        li      a2, 0x2000
        li      a7, SYS_read
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 1
        li      a1, 0x1000
        li      a2, -4096
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
