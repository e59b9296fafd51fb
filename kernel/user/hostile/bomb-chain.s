# Each child forks the next and ends: forty generations of orphans.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      s1, 40
1:      li      a7, SYS_fork
        ecall
        bnez    a0, 2f                  # the parent, or refused
        addi    s1, s1, -1
        bnez    s1, 1b
2:      bgtz    a0, 3f
        li      t0, -11                 # EAGAIN: the process table is full
        beq     a0, t0, 3f
        li      t0, -12                 # ENOMEM: before that the memory was
        bne     a0, t0, wrong
3:      li      a0, 0
        ret
wrong:  li      a0, 1
        ret
