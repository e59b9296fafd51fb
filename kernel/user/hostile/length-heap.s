# Wants more memory than there are addresses, and gives back more than it has.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 0x7fffffffffffffff
        li      a7, SYS_sbrk
        ecall
        li      t0, -12                 # ENOMEM
        bne     a0, t0, wrong
        li      a0, 0x2000000
        li      a7, SYS_sbrk
        ecall
        li      t0, -12                 # ENOMEM
        bne     a0, t0, wrong
        li      a0, 0x8000000000000000
        li      a7, SYS_sbrk
        ecall
        li      t0, -22                 # EINVAL
        bne     a0, t0, wrong
        li      a0, -1
        li      a7, SYS_sbrk
        ecall
        li      t0, -22                 # EINVAL
        bne     a0, t0, wrong
        li      a0, -65536
        li      a7, SYS_sbrk
        ecall
        li      t0, -22                 # EINVAL
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
