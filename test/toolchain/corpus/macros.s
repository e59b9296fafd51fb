# Macros in all forms: defaults, keywords, rests, nesting, counters, recursion.
        .macro  push reg:req, more:vararg
        addi    sp, sp, -8
        sd      \reg, 0(sp)
        .ifnb   \more
        push    \more
        .endif
        .endm

        .macro  pop reg, more:vararg
        .ifnb   \more
        pop     \more
        .endif
        ld      \reg, (sp)
        addi    sp, sp, 8
        .endm

        .macro  load_field to, from, field=0, size=8
        .if     \size == 8
        ld      \to, \field(\from)
        .elseif \size == 4
        lw      \to, \field(\from)
        .else
        lb      \to, \field(\from)
        .endif
        .endm

        .macro  repeat_until_zero reg
loop\@:
        addi    \reg, \reg, -1
        bnez    \reg, loop\@
        .endm

        .macro  define_getter name, offset
        .globl  get_\name
get_\name\():
        lw      a0, \offset(a0)
        ret
        .endm

        .macro  sum from, to
        .word   \from
        .if     \to - \from
        sum     "(\from + 1)", \to
        .endif
        .endm

        .macro  outer what
        .macro  inner_\what x
        li      \x, 42
        .endm
        inner_\what a0
        .endm

        .macro  until limit
        .set    i, 0
        .rept   100
        .if     i == \limit
        .exitm
        .endif
        .byte   i
        .set    i, i + 1
        .endr
        .endm

        .text
        .globl  _start
_start:
        push    ra, s0, s1
        load_field a0, s0
        load_field to=a1, from=s1, size=4, field=16
        load_field a2 s2 3 1
        li      t0, 5
        repeat_until_zero t0
        li      t1, 3 ; repeat_until_zero t1
        outer   first
        inner_first a5
        pop     ra, s0, s1
        ret
        define_getter x, 0
        define_getter y 4
        .purgem push
        .macro  push reg
        c_push_is_gone = 1
        .endm
        push    a0

        .data
table:  sum     1, 6
        until   5
        .irp    n, 1, 2, 3
        .half   \n * \n
        .endr
        .irpc   c, 0123
        .byte   \c
        .endr
