# Children that each keep as much memory as they can get, for some time.
# Expected: exit status 0.

        .text
        .globl  main
main:   addi    sp, sp, -16
        li      s1, 3
1:      li      a7, SYS_fork
        ecall
        bltz    a0, 3f                  # refused: there is no memory for a child
        beqz    a0, child
        addi    s1, s1, -1
        bnez    s1, 1b
3:      mv      a0, sp
        li      a7, SYS_wait
        ecall
        bltz    a0, 4f                  # there is no child left
        lw      t0, 0(sp)
        beqz    t0, 3b
        j       wrong
4:      addi    sp, sp, 16
        li      a0, 0
        ret
child:  li      a0, 65536
        li      a7, SYS_sbrk
        ecall
        bgez    a0, child
        li      t0, -12                 # ENOMEM
        bne     a0, t0, wrong
        li      a0, 2
        li      a7, SYS_sleep
        ecall
        li      a0, 0                   # ends without giving anything back
        ret
wrong:  li      a0, 1
        li      a7, SYS_exit
        ecall
