# spinner.s - a loop that never calls the kernel while it turns.
#
#   spinner [ROUNDS]     so many rounds of two instructions, then a line; without ROUNDS, for ever
#
# Two of them share a CPU by the timer alone. With control=cooperative the first one keeps it.

        .text
        .globl  main
main:
        li      t0, 2
        blt     a0, t0, for_ever
        ld      t0, 8(a1)               # argv[1]
        li      t1, 0                   # as a number
        li      t2, 10
1:      lbu     t3, 0(t0)
        beqz    t3, turn
        mul     t1, t1, t2
        addi    t3, t3, -'0'
        add     t1, t1, t3
        addi    t0, t0, 1
        j       1b

turn:   addi    t1, t1, -1
        bgtz    t1, turn
        li      a0, 1
        la      a1, done
        li      a2, done_length
        li      a7, SYS_write
        ecall
        li      a0, 0
        ret

for_ever:
        j       for_ever

        .section .rodata
done:   .ascii  "spinner: done\n"
        .equ    done_length, . - done
