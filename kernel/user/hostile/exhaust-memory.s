# Takes all the memory it can get, uses it, and gives it back.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      s1, 0
1:      li      a0, 65536
        li      a7, SYS_sbrk
        ecall
        bltz    a0, 2f
        sd      a0, 0(a0)
        addi    s1, s1, 1
        j       1b
2:      li      t0, -12                 # ENOMEM
        bne     a0, t0, wrong
        slli    s1, s1, 16
        neg     a0, s1
        li      a7, SYS_sbrk
        ecall
        bltz    a0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
