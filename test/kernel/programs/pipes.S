# A child sends 100,000 bytes through a pipe, in pieces that never fit; the parent adds them up.
#include "print.S"
        # 20 times the low bytes of 5000 down to 1: 19 rounds of 0 to 255, and 136 down to 1.
        .equ    SUM, 20 * (19 * 255 * 128 + 136 * 137 / 2)
        la      a0, ends
        call    SYS_pipe
        call    SYS_fork
        bnez    a0, parent

        la      t0, buffer
        li      t1, 5000
1:      sb      t1, 0(t0)
        addi    t0, t0, 1
        addi    t1, t1, -1
        bnez    t1, 1b
        li      s0, 20
1:      lw      a0, ends + 4
        la      a1, buffer
        li      a2, 5000
        call    SYS_write
        expect  5000, 1
        addi    s0, s0, -1
        bnez    s0, 1b
        exit    0

parent: lw      a0, ends + 4            # else there would be no end
        call    SYS_close
        li      s0, 0                   # bytes
        li      s1, 0                   # their sum
1:      lw      a0, ends
        la      a1, buffer
        li      a2, 777
        call    SYS_read
        blez    a0, 3f
        add     s0, s0, a0
        la      t0, buffer
        add     a0, a0, t0
2:      lbu     t1, 0(t0)
        add     s1, s1, t1
        addi    t0, t0, 1
        bne     t0, a0, 2b
        j       1b
3:      expect  0, 2
        mv      a0, s0
        expect  100000, 3
        mv      a0, s1
        expect  SUM, 4
        la      a0, ends
        call    SYS_wait
        lw      a0, ends
        expect  0, 5
        end_of_checks

        .bss
        .balign 8
ends:   .skip   8
buffer: .skip   5000
