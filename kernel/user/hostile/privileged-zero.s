# Executes what no program contains.
# Expected: illegal instruction (2), stval 0x0.

        .text
        .globl  main
main:
        .4byte  0
        li      a0, 1                   # still here: nothing stopped it
        ret
