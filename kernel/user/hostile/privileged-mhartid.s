# Asks for the number of its CPU.
# Expected: illegal instruction (2), stval 0xf14022f3.

        .text
        .globl  main
main:
        csrr    t0, mhartid
        li      a0, 1                   # still here: nothing stopped it
        ret
