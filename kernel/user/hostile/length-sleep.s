# Sleeps for a negative time.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, -1
        li      a7, SYS_sleep
        ecall
        li      t0, -22                 # EINVAL
        bne     a0, t0, wrong
        li      a0, 0x8000000000000000
        li      a7, SYS_sleep
        ecall
        li      t0, -22                 # EINVAL
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
