# Repetitions in a macro that come to more than all bounds.
        .macro  many
        .irpc   a, 0123456789
        .irpc   b, 0123456789
        .irpc   c, 0123456789
        nop
        .endr
        .endr
        .endr
        .endm
        .globl  main
main:   many
        ret
