# Branches over short, long and very long distances, forward and back, and code that moves when they grow.
        .text
        .globl  _start
_start: beqz    a0, near
        bnez    a1, far
        beq     a2, a3, far
        j       far
        jal     far
near:   .rept   60
        c_filler = 0
        addi    a0, a0, 1
        beqz    a0, near
        .endr
        .rept   700
        lui     a0, 0x12345
        .endr
        blt     a0, a1, _start
        bgez    a2, near
        bgtu    a0, a1, far
        .align  4
        beqz    s0, _start
        bnez    s1, very_far
        j       very_far
far:    .rept   1500
        xori    a0, a0, 1
        .endr
        ble     a0, a1, near
        beqz    s0, near
        beqz    t0, near
        .balign 64
very_far:
        bnez    s0, far
        j       near
        la      a0, very_far
        call    near
        tail    _start
        jump    far, t0
        ret
