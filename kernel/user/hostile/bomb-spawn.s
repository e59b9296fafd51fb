# Starts its own program again and again, until it is refused, and waits for nobody.
# Expected: exit status 0.

        .text
        .globl  main
main:
        ld      s1, 0(a1)               # argv[0]: its name
        li      t0, 2
        beq     a0, t0, child
        li      s2, 60
1:      mv      a0, s1
        la      a1, arguments
        sd      s1, 0(a1)
        li      a7, SYS_spawn
        ecall
        bltz    a0, refused
        addi    s2, s2, -1
        bnez    s2, 1b
        li      a0, 0
        ret
refused:
        li      t0, -11                 # EAGAIN: the process table is full
        beq     a0, t0, 1f
        li      t0, -12                 # ENOMEM: before that the memory was
        bne     a0, t0, wrong
1:      li      a0, 0
        ret
wrong:  li      a0, 1
        ret
child:  li      a0, 1                   # the children sleep, so that they are many
        li      a7, SYS_sleep
        ecall
        li      a0, 0
        ret

        .data
        .balign 8
arguments:
        .dword  0, one, 0
one:    .asciz  "child"
