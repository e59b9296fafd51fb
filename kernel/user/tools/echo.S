# echo.S - its arguments, with a space between them and a newline at the end.
#
# s0 = argument to print next, s1 = the argument vector, s2 = how many there are

#include "../../system_calls.h"

        .text
        .globl  main
        .type   main, @function
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        li      s0, 1
        mv      s1, a1
        mv      s2, a0

next:   bge     s0, s2, done
        slli    t0, s0, 3
        add     t0, s1, t0
        ld      a0, 0(t0)               # argv[s0]
        call    print
        addi    s0, s0, 1
        bge     s0, s2, done
        la      a0, space
        call    print
        j       next

done:   la      a0, newline
        call    print
        li      a0, 0
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        ld      s1, 8(sp)
        ld      s2, 0(sp)
        addi    sp, sp, 32
        ret
        .size   main, . - main

# print(a0 = text): writes it to descriptor 1.
        .type   print, @function
print:  mv      a1, a0
        li      a2, 0
1:      add     t0, a1, a2              # how long is it?
        lbu     t0, 0(t0)
        beqz    t0, 2f
        addi    a2, a2, 1
        j       1b
2:      li      a0, 1
        li      a7, SYS_write
        ecall
        ret
        .size   print, . - print

        .section .rodata
space:  .asciz  " "
newline: .asciz "\n"
