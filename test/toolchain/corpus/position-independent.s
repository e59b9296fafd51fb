# Addresses from the global offset table, as compilers write them for shared libraries and for names without a definition.
        .text
        .globl  _start, shared, other
        .weak   absent
_start:
1:      auipc   a0, %got_pcrel_hi(shared)
        ld      a0, %pcrel_lo(1b)(a0)
        .option push
        .option pic
        la      a1, other
        la      a2, shared
        la      a3, own
        la      a4, absent
        lla     a5, own
        .option pop
        la      a6, own
        beqz    a4, 2f
2:      ret
        .data
shared: .word   1
other:  .word   2
own:    .word   3
        .section .kept, "aw"
        .word   4
        .bss
        .zero   12
