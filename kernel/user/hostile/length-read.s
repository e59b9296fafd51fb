# Reads more than it has room for.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 0
        la      a1, room
        li      a2, -1
        li      a7, SYS_read
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        la      a1, room
        li      a2, 0x80000000
        li      a7, SYS_read
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        li      a1, 0x1fffff0
        li      a2, 17
        li      a7, SYS_read
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        la      a1, room
        li      a2, 0
        li      a7, SYS_read
        ecall
        bnez    a0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .bss
room:   .skip   16
