# li of all kinds, sign extension, and every way to write a number.
        .globl  _start
        .text
_start:
        .irp    n, 0, 1, -1, 31, 32, -32, -33, 2047, 2048, -2048, -2049, 0x7ff, 0x800, 0xfff, 0x1000, 0x1f000, 0x20000, 0xfffff, 0x100000
        li      a0, \n
        .endr
        .irp    n, 0x7fffffff, 0x80000000, 0xffffffff, -0x80000000, 0x100000000, 0x123456789abcdef0, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff
        li      s1, \n
        .endr
        .irpc   d, 0123456789
        li      t0, 1 << (\d * 6)
        li      t1, -1 << (\d * 6)
        li      t2, (1 << (\d * 6)) - 1
        .endr
        lui     a0, 1
        lui     a1, 0xfffff
        lui     sp, 31
        auipc   a2, 0
        addi    a0, zero, 017
        ori     a0, a0, 0b1011
        andi    a0, a0, 'x'
        slti    a0, a0, -'a'
        sext.w  a0, a1
        sext.b  a0, a0
        sext.h  a2, a3
        zext.b  a4, a5
        zext.h  a4, a5
        zext.w  a4, a5
        neg     a0, a1
        negw    a0, a1
        not     a0, a1
        seqz    a0, a1
        snez    a0, a1
        sltz    a0, a1
        sgtz    a0, a1
        nop
        mv      a0, zero
        mv      a0, a0
        move    s0, s1
        rdcycle t0
        rdtime  t1
        rdinstret t2
        .data
        .byte   0, 255, -128, 0x7f, 0b1
        .half   65535, -32768
        .word   4294967295, -2147483648
        .dword  18446744073709551615, -9223372036854775808
