# Text and bytes of other files.
        .include "library.inc"
        .globl  _start
        .text
_start: print_char 'a'
        li      a0, LIBRARY_VERSION
        ret
        .section .rodata
        .incbin "library.inc"
        .incbin "library.inc", 4, 8
