# Makes pipes until there are no more descriptors, fills one, and ends without closing them.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      s1, 6
1:      la      a0, ends
        li      a7, SYS_pipe
        ecall
        bltz    a0, full
        addi    s1, s1, -1
        bnez    s1, 1b
        la      a0, ends
        li      a7, SYS_pipe
        ecall
        li      t0, -24                 # EMFILE
        bne     a0, t0, wrong
        li      a0, 4
        la      a1, main
        li      a2, 2048
        li      a7, SYS_write
        ecall
        li      t0, 2048
        bne     a0, t0, wrong
        li      a0, 0
        ret
full:   li      t0, -12                 # ENOMEM: others have it all
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .bss
ends:   .skip   8
