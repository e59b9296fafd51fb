# Sections with nothing but names in them: they have an address, and no room is left for them.
        .text
        .globl  _start
_start: la      a0, nothing
        la      a1, number
        ret
        .section .rodata
        .balign 8, 81
nothing:
        .data
number: .word   1
