# memory.S - memset, memcpy, memcmp. The compiler calls them on its own, for structures;
# here they are short on instructions rather than on lines, because pages are cleared often.

        .cfi_sections .debug_frame
        .text

# memset(a0 = to, a1 = byte, a2 = length) -> a0
        .globl  memset
        .type   memset, @function
memset:
        .cfi_startproc
        mv      t0, a0
        add     t1, a0, a2              # end
        or      t2, a0, a2
        andi    t2, t2, 63
        bnez    t2, 2f
        bnez    a1, 2f
        beq     t0, t1, 3f
1:      sd      zero, 0(t0)             # zero, and all in blocks of 64
        sd      zero, 8(t0)
        sd      zero, 16(t0)
        sd      zero, 24(t0)
        sd      zero, 32(t0)
        sd      zero, 40(t0)
        sd      zero, 48(t0)
        sd      zero, 56(t0)
        addi    t0, t0, 64
        bltu    t0, t1, 1b
        ret
2:      beq     t0, t1, 3f
        sb      a1, 0(t0)
        addi    t0, t0, 1
        j       2b
3:      ret
        .cfi_endproc
        .size   memset, . - memset

# memcpy(a0 = to, a1 = from, a2 = length) -> a0. The ranges must not overlap.
        .globl  memcpy
        .type   memcpy, @function
memcpy:
        .cfi_startproc
        mv      t0, a0
        add     t1, a0, a2              # end
        or      t2, a0, a1
        andi    t2, t2, 7
        bnez    t2, 4f                  # a load across words could fault
        andi    t2, a2, -32
        add     t2, t2, a0              # end of the blocks of four words
1:      beq     t0, t2, 2f
        ld      t3, 0(a1)
        ld      t4, 8(a1)
        ld      t5, 16(a1)
        ld      t6, 24(a1)
        sd      t3, 0(t0)
        sd      t4, 8(t0)
        sd      t5, 16(t0)
        sd      t6, 24(t0)
        addi    a1, a1, 32
        addi    t0, t0, 32
        j       1b
2:      andi    t2, a2, -8
        add     t2, t2, a0              # end of the whole words
3:      beq     t0, t2, 4f
        ld      t3, 0(a1)
        sd      t3, 0(t0)
        addi    a1, a1, 8
        addi    t0, t0, 8
        j       3b
4:      beq     t0, t1, 5f
        lbu     t3, 0(a1)
        sb      t3, 0(t0)
        addi    a1, a1, 1
        addi    t0, t0, 1
        j       4b
5:      ret
        .cfi_endproc
        .size   memcpy, . - memcpy

# memcmp(a0, a1, a2 = length) -> a0: below, equal to or above 0
        .globl  memcmp
        .type   memcmp, @function
memcmp:
        .cfi_startproc
        add     t1, a0, a2
1:      beq     a0, t1, 2f
        lbu     t2, 0(a0)
        lbu     t3, 0(a1)
        addi    a0, a0, 1
        addi    a1, a1, 1
        beq     t2, t3, 1b
        sub     a0, t2, t3
        ret
2:      li      a0, 0
        ret
        .cfi_endproc
        .size   memcmp, . - memcmp
