# Makes descriptors until there are no more, and ends without closing them.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      s1, 13
1:      li      a0, 1
        li      a7, SYS_dup
        ecall
        bltz    a0, wrong
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 1
        li      a7, SYS_dup
        ecall
        li      t0, -24                 # EMFILE
        bne     a0, t0, wrong
        la      a0, ends
        li      a7, SYS_pipe
        ecall
        li      t0, -24                 # EMFILE
        bne     a0, t0, wrong
        li      a0, 15
        la      a1, ends
        li      a2, 0
        li      a7, SYS_write
        ecall
        bnez    a0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .bss
ends:   .skip   8
