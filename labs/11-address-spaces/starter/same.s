# same.s - two processes of this program have a variable at the same address, and each its own value in it.

        .data
        .balign 4096
        .globl  value
value:  .dword  0

        .text
        .globl  main
main:
        li      a7, SYS_getpid
        ecall
        la      t0, value
        sd      a0, 0(t0)               # my pid: what else could tell me from the other one?
        li      s0, 30000               # stay alive for a while, so that there is something to look at
stay:
        addi    s0, s0, -1
        bnez    s0, stay
        ld      a0, 0(t0)               # the exit status is still my own pid
        ret
