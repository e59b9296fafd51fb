# A function that calls itself without end.
# Expected: store page fault (15), stval 0x1fefff8.

        .text
        .globl  main
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        call    main
        li      a0, 1                   # still here: nothing stopped it
        ret
