# neighbour.s - an honest program for bad company. It computes with all of a page of memory, lets
# others run in between, and prints whether everything was as it had left it.

        .text
        .globl  main
main:
        li      s1, 30                  # rounds
        li      s2, 1                   # a number that looks random
        li      s5, 6364136223846793005

round:  la      s3, page                # fill the page
        li      t0, 512
        li      s4, 0                   # and add up what goes in
1:      mul     s2, s2, s5
        addi    s2, s2, 1
        sd      s2, 0(s3)
        add     s4, s4, s2
        addi    s3, s3, 8
        addi    t0, t0, -1
        bnez    t0, 1b

        andi    a0, s1, 1               # in every second round sleep for a tick
        li      a7, SYS_sleep
        ecall
        li      a7, SYS_yield
        ecall

        la      s3, page                # what is in it now?
        li      t0, 512
2:      ld      t1, 0(s3)
        sub     s4, s4, t1
        addi    s3, s3, 8
        addi    t0, t0, -1
        bnez    t0, 2b
        bnez    s4, wrong
        addi    s1, s1, -1
        bnez    s1, round

        li      t0, 0xaf565cfe36c08401  # what the numbers come to in the end
        bne     s2, t0, wrong
        li      a0, 1
        la      a1, right
        li      a2, right_length
        li      a7, SYS_write
        ecall
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .section .rodata
right:  .ascii  "neighbour: all is well\n"
        .equ    right_length, . - right
        .bss
        .balign 4096
page:   .skip   4096
