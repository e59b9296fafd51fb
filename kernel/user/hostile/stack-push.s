# Pushes without end.
# Expected: store page fault (15), stval 0x1fefff8.

        .text
        .globl  main
main:
1:      addi    sp, sp, -8
        sd      zero, 0(sp)
        j       1b
        li      a0, 1                   # still here: nothing stopped it
        ret
