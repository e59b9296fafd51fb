# Forks six times, and so do all its children; each stops when it is refused.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      s1, 6
1:      li      a7, SYS_fork
        ecall
        bltz    a0, refused
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 0
        ret
refused:
        li      t0, -11                 # EAGAIN: the process table is full
        beq     a0, t0, 2f
        li      t0, -12                 # ENOMEM: before that the memory was
        beq     a0, t0, 2f
        li      a0, 1
        ret
2:      li      a0, 0
        ret
