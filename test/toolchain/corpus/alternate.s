# Macros under .altmacro.
        .text
        .globl  _start
_start:
        .altmacro
        .macro  spin times, reg=t0
        LOCAL   again, done             # names of this expansion alone
        li      reg, times
again:  addi    reg, reg, -1
        beqz    reg, done
        j       again
done:
label&times&_end:
        .endm
        spin    3
        spin    %2+3*4, t1
        spin    <7>, <a0>

        .macro  text what
        .asciz  what
        .endm
        .macro  down n
        .if     n
        .byte   n, 0x1f
        down    %n-1
        .endif
        .endm
        .irp    reg, s0, s1
        mv      reg, zero
        .endr
        la      a0, label3_end
        la      a1, label14_end
        ret
        .section .rodata
        text    <"angle !> bracket, comma">
        text    "plain"
        down    4
        .noaltmacro
        .macro  plain reg
        .byte   \reg
        .endm
        plain   5
