# Reserves a word, lets others run, and stores to it: its reservation is gone, and nobody has it.
# Expected: exit status 0.

        .text
        .globl  main
main:
        la      s1, word
        lr.d    t0, (s1)
        li      a7, SYS_yield
        ecall
        sc.d    t0, t0, (s1)            # not 0: nothing was stored
        snez    a0, t0
        xori    a0, a0, 1
        ret

        .data
        .balign 8
word:   .dword  1
