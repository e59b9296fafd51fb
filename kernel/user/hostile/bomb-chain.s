# Each child forks the next and ends: two hundred generations of orphans.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      s1, 200
1:      li      a7, SYS_fork
        ecall
        bnez    a0, 2f                  # the parent, or refused
        addi    s1, s1, -1
        bnez    s1, 1b
2:      li      a0, 0
        ret
