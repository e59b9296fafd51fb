# Installs a trap vector of its own.
# Expected: illegal instruction (2), stval 0x10529073.

        .text
        .globl  main
main:
        csrw    stvec, t0
        li      a0, 1                   # still here: nothing stopped it
        ret
