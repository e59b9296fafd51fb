# Executes its data.
# Expected: instruction page fault (12), stval code.

        .text
        .globl  main
main:
        la      t0, code
        jr      t0
        li      a0, 1                   # still here: nothing stopped it
        ret

        .data
        .balign 8
code:   .4byte  0x00000513              # li a0, 0
        .4byte  0x00008067              # ret
