# Kills every process it can name, but itself and its own.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a7, SYS_getpid
        ecall
        mv      s2, a0
        li      s1, 100
1:      beq     s1, s2, 2f
        mv      a0, s1
        li      a7, SYS_kill
        ecall
        bgez    a0, wrong
2:      addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret
