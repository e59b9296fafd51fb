# Bodies that end in blank lines, comments or labels alone; numbers as C writes them; zeros of one source.
        .text
        .globl  _start
_start:
        .macro  wait_for reg

1:      beqz    \reg, 1b

        .endm
        wait_for a0

        .macro  skip_next
        j       1f
        nop
1:
        .endm
        skip_next

        .rept   2

        nop
        # a comment

        .endr

        .irp    reg, a0, a1

        mv      \reg, zero
2:
        .endr
        j       2b

        .if     1

        li      a0, (1L << (9 + 9 + 9 + 12 - 1)) - 2*4096UL
        li      a1, 0x10ull + 3l + 07u

        .else

        ret

        .endif
        la      a0, pool
        la      a1, table
        la      a2, buffer
        ret

        .local  pool
        .comm   pool, 400, 8
        .bss
        .align  6
table:  .zero   100
        .lcomm  buffer, 33
