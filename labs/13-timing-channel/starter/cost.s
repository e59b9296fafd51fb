# cost.s - what does the way into the kernel and back cost? Read it, do not change it.

        .bss
        .balign 8
        .globl  steps, cycles
steps:  .skip   8                       # instructions of one call of getpid, by instret
cycles: .skip   8                       # cycles of the same

        .text
        .globl  main
main:
        li      t3, 8                   # what counts is the last time
        la      t4, steps
1:      csrr    t0, instret
        csrr    t1, cycle
        li      a7, SYS_getpid
        ecall
        csrr    t2, cycle
        sub     t2, t2, t1
        sd      t2, 8(t4)
        csrr    t2, instret
        sub     t2, t2, t0
        sd      t2, 0(t4)
        addi    t3, t3, -1
        bnez    t3, 1b
        li      a0, 0
        ret
