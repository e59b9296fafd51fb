# A child writes to its parent's variable, at the same address. The parent does not notice.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a7, SYS_fork
        ecall
        bltz    a0, full                # no room for a child: nothing to try
        bnez    a0, parent
        li      t0, 666
        sd      t0, word, t1
        li      a0, 0
        ret
parent: li      a0, 0
        li      a7, SYS_wait
        ecall
        ld      a0, word                # 0, as it was
full:   slti    a0, a0, 1
        xori    a0, a0, 1
        ret

        .data
        .balign 8
word:   .dword  0
