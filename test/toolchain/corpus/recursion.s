# Recursion: factorial, Fibonacci, Ackermann, towers of Hanoi.
        .option norvc
        .text
        .globl  _start
_start: li      a0, 10
        call    fact
        li      a0, 15
        call    fib
        li      a0, 2
        li      a1, 3
        call    ack
        li      a0, 4
        li      a1, 'A'
        li      a2, 'B'
        li      a3, 'C'
        call    hanoi
1:      j       1b
        .option push
        .option rvc
fact:   addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        mv      s0, a0
        li      a0, 1
        blez    s0, 1f
        addi    a0, s0, -1
        call    fact
        mul     a0, a0, s0
1:      ld      ra, 8(sp)
        ld      s0, 0(sp)
        addi    sp, sp, 16
        ret
        .option pop
fib:    li      t0, 2
        bltu    a0, t0, 1f
        add     sp, sp, -24
        sd      ra, 16(sp)
        sd      s0, 8(sp)
        sd      a0, 0(sp)
        addi    a0, a0, -1
        jal     fib
        mv      s0, a0
        ld      a0, (sp)
        addi    a0, a0, -2
        jal     fib
        add     a0, a0, s0
        ld      ra, 16(sp)
        ld      s0, 8(sp)
        addi    sp, sp, 24
1:      ret
        .option rvc
ack:    beqz    a0, base
        beqz    a1, second
        addi    sp, sp, -16
        sd      ra, 0(sp)
        sd      a0, 8(sp)
        addi    a1, a1, -1
        call    ack
        mv      a1, a0
        ld      a0, 8(sp)
        ld      ra, 0(sp)
        addi    sp, sp, 16
        addi    a0, a0, -1
        tail    ack
second: addi    a0, a0, -1
        li      a1, 1
        j       ack
base:   addi    a0, a1, 1
        ret
hanoi:  beqz    a0, 9f
        addi    sp, sp, -48
        sd      ra, 40(sp)
        sd      a0, 32(sp)
        sd      a1, 24(sp)
        sd      a2, 16(sp)
        sd      a3, 8(sp)
        addi    a0, a0, -1
        mv      t0, a2
        mv      a2, a3
        mv      a3, t0
        call    hanoi
        ld      a0, 32(sp)
        ld      a1, 24(sp)
        ld      a2, 16(sp)
        ld      a3, 8(sp)
        ld      ra, 40(sp)
        addi    sp, sp, 48
9:      ret
