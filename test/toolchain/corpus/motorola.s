# Data under Motorola's names, and other second names of directives.
        .xdef   _start
        .xref   elsewhere
        .ttl    "constants"
        .page
        .text
        .func   _start
_start: la      a0, bytes
        la      a1, room
        ret
        .endfunc
        .data
bytes:  .dc.b   1, 2
        .dc     3
        .dc.w   4, -1
        .dc.l   5
        .dc.a   bytes
        .dc.s   1.5
        .dc.d   -2.5
        .dcb.b  3, 7
        .dcb    2, 8
        .dcb.w  2, 9
        .dcb.l  2, -1
        .dcb.s  2, 1.5
        .dcb.d  2, -2.5
room:   .ds     2
        .ds.b   3
        .ds.w   2
        .ds.l   2, 3
        .ds.s   2
        .ds.d   1
        .rep    3
        .byte   1
        .endr
        .irp    n, 1, 2, 3
        .byte   \n
        .mexit
        .endr
        .common pool, 16, 8
        .dword  pool
