# Layouts, names for values, and directives that are seen rarely.
        .struct 0
link:   .struct link + 8
key:    .skip   4
        .align  3
value:  .skip   8
node_size:
        .offset 16
sixteen: .skip  2
eighteen:
        .text
        .globl  _start
        .EQV    LIMIT, base + 1
        base = 4
        .set    counter, 1
        twice == counter * 2
_start:
        LI      a0, node_size
        Addi    a1, a0, node_size
        lw      a2, key(a0)
        ld      a3, value(a1)
        li      a4, eighteen - sixteen
        .set    counter, 5
        call    1f@plt
        .weakref helper, real
        call    helper
        .balign 16, , 8
1:      ret
        .globl  real
        .type   real STT_FUNC
        .protected real
        .internal hidden
real:   ret
        .size   real, . - real
hidden: ret
        .DATA
start:  .word   1
        .balignl 8, 0x11223344
        .byte   1
        .word   twice
        . = . + 7
        .word   LIMIT, twice
        . = 0x24
        .hword  1, -2
        .octa   0x0123456789abcdef0123456789abcdef, -1, 5
        .float  1.0, -2.5, 1e10, 0.1, 3
        .double 3.14159, -0.0, 1e-300, 0d2.5, inf, -inf
        .single .5
        .string8 "ab"
        .string16 "ab", "c"
        .string32 "a"
        .string64 "a"
        .p2align 1
        .p2alignw 3, 0x1234
        .irpc   digit, 0123
        .byte   \digit
        .endr
        .irpc   digit
        .byte   7
        .endr
        .irep   word, 8, 9
        .byte   \word
        .endr
        .section .grouped, "axG", @progbits, group, comdat

        nop
        .section .kept, "awR"
        .word   1
        .section .numbered, "0x3"
        .word   2
        .section .init_array, "aw", @init_array
        .dword  real
