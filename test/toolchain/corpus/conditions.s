# Conditional assembly and expressions.
        .equ    DEBUG, 1
        .equ    LEVEL, 2 * DEBUG + 1
        .equiv  WIDTH, 16
        HEIGHT  = WIDTH / 2
        .set    counter, 0
        .text
        .globl  _start
_start:
        .ifdef  DEBUG
        li      a0, LEVEL
        .else
        this is not even assembly
        .endif
        .ifndef UNDEFINED
        li      a1, WIDTH << 4 | HEIGHT
        .endif
        .if     LEVEL > 2 && WIDTH == 16
        li      a2, ~LEVEL & 0xff
        .if     0
        .macro  never
        .endif
        .else
        .error  "wrong branch"
        .endif
        .ifc    a b, a b
        li      a3, 1
        .endif
        .ifeqs  "x", "y"
        .err
        .else
        li      a3, -2
        .endif
        .iflt   HEIGHT - WIDTH
        li      a4, (WIDTH - HEIGHT) * 3 % 7
        .endif
        .rept   4
        .set    counter, counter + 1
        addi    a5, a5, counter
        .endr
        li      a6, 1 == 1
        li      a7, !0 + -!5
        ret
        .section .rodata
        .align  3
start:  .quad   end - start
        .word   'A' + 1, 'z' - 'a', '\n', '\\'
        .byte   (end - start) / 8, counter
        .2byte  0xffff, -1
        .uleb128 300
        .sleb128 -300
        .sleb128 -64
        .balign 8
end:
