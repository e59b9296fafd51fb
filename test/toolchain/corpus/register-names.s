# Variables and functions of C that are called like registers.
        .globl  _start
        .text
_start: la      a0, fp
        lla     a1, s1
        lw      a2, s1
        sw      a2, t0, t1
        call    ra
        beqz    a0, t2
        j       t2
        jal     t2
ra:     ret
t2:     tail    ra
        .data
fp:     .dword  fp
s1:     .word   1
t0:     .word   2
