# Reads where no memory is.
# Expected: load page fault (13), stval 0x3f00000000.

        .text
        .globl  main
main:
        li      t0, 0x3f00000000
        lbu     t0, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
