# Writes all over its own page, at addresses that its neighbours use too. It sees its own values.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      s1, 50                  # rounds
1:      la      t0, page
        li      t1, 512
2:      sd      s1, 0(t0)
        addi    t0, t0, 8
        addi    t1, t1, -1
        bnez    t1, 2b
        li      a7, SYS_yield
        ecall
        ld      t0, page
        bne     t0, s1, wrong
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .bss
        .balign 4096
page:   .skip   4096
