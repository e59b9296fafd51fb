# Sections, subsections and the way back.
        .file   "sections.s"
        .ident  "by hand"
        .text
        .globl  _start
        .hidden helper
        .weak   maybe
        .type   _start, @function
_start: .cfi_startproc
        addi    sp, sp, -16
        .cfi_def_cfa_offset 16
        sd      ra, 8(sp)
        .cfi_offset ra, -8
        call    helper
        lla     a0, message
        la      a1, maybe
        .pushsection .rodata
message: .asciz "in another section"
        .previous
        nop
        .popsection
        .cfi_endproc
        .size   _start, . - _start
        .section .text.cold, "ax"
cold:   j       cold
        .text
helper: beqz    a0, cold
        .text   1
late:   ret
        .text   0
        ret
        .section .data.special, "aw", @progbits
        .word   cold, late
        .section .bss
room:   .space  100
        .section .note.GNU-stack, "", @progbits
        .data   2
        .byte   3
        .data
        .byte   1
        .subsection 1
        .byte   2
