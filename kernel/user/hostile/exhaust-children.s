# Children that each keep as much memory as they can get, for some time.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      s1, 3
1:      li      a7, SYS_fork
        ecall
        bltz    a0, 3f                  # refused: there is no memory for a child
        beqz    a0, child
        addi    s1, s1, -1
        bnez    s1, 1b
3:      li      a0, 0
        li      a7, SYS_wait
        ecall
        bgez    a0, 3b                  # until there is no child left
        li      a0, 0
        ret
child:  li      a0, 65536
        li      a7, SYS_sbrk
        ecall
        bgez    a0, child
        li      a0, 2
        li      a7, SYS_sleep
        ecall
        li      a0, 0                   # ends without giving anything back
        ret
