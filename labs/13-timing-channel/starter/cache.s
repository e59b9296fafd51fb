# cache.s - lines of memory that stand for values, and how to push them out of the caches. Read it, do not change it.
#
# The machine (docs/timing.md): a line has 64 bytes; the second cache has 1024 sets of 8 lines. An address says which set its line
# must go to. Who wants a line out uses 8 others of the same set: here 12, to be sure.

        .equ    VALUES, 256
        .equ    STRIDE, 512             # between two of the lines: the ones between mean nothing
        .equ    OTHERS, 64 * 1024 * 12

        .bss
        .balign 4096
        .globl  lines, unimportant
lines:  .skip   VALUES * STRIDE         # line number V is at lines + 512 * V, for each value V that a byte can have
others: .skip   OTHERS
unimportant: .skip STRIDE               # to be used where it does not matter
limit:  .skip   8                       # of cycles: nearer is near

        .text
        .globl  evict, reload_all

# evict(): none of the lines is in a cache any more. Changes t0, t1, t2.
evict:  la      t0, others
        li      t1, OTHERS
        add     t1, t1, t0
1:      lbu     t2, 0(t0)
        addi    t0, t0, STRIDE
        bltu    t0, t1, 1b
        ret

# time_line(a0 = number): cycles that a load from this line takes
        .balign 64
time_line:
        slli    t0, a0, 9
        la      t1, lines
        add     t0, t0, t1
        lbu     t2, 64(t0)              # its neighbour: now the page is known
        csrr    t1, cycle
        lbu     t2, 0(t0)
        csrr    a0, cycle
        sub     a0, a0, t1
        ret

# learn(): what is near on this machine?
learn:  addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        li      s0, 3                   # what counts is the last time
1:      call    evict
        li      a0, 0
        call    time_line
        mv      s1, a0
        li      a0, 0
        call    time_line
        add     s1, s1, a0
        srli    s1, s1, 1
        addi    s0, s0, -1
        bnez    s0, 1b
        la      t0, limit
        sd      s1, 0(t0)
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        ld      s1, 8(sp)
        addi    sp, sp, 32
        ret

# reload_all(): the number of the line that is near, or -1 where it is none, or more than one. All of them are near afterwards.
reload_all:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        sd      s2, 0(sp)
        li      s0, 0
        li      s1, -1
        li      s2, 0
1:      mv      a0, s0
        call    time_line
        ld      t0, limit
        bgeu    a0, t0, 2f
        mv      s1, s0
        addi    s2, s2, 1
2:      addi    s0, s0, 1
        li      t0, VALUES
        bne     s0, t0, 1b
        li      t0, 1
        beq     s2, t0, 3f
        li      s1, -1
3:      mv      a0, s1
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        ld      s1, 8(sp)
        ld      s2, 0(sp)
        addi    sp, sp, 32
        ret

# read_bytes(a0 = where from, a1 = where to, a2 = how many, a3 = function): calls function(a0 = where) for each byte, with all lines far
# away, and writes down which line is near then. A byte that does not answer in four tries is 0. a0: how many did answer.
        .globl  read_bytes
read_bytes:
        addi    sp, sp, -64
        sd      ra, 56(sp)
        sd      s0, 48(sp)
        sd      s1, 40(sp)
        sd      s2, 32(sp)
        sd      s3, 24(sp)
        sd      s4, 16(sp)
        sd      s5, 8(sp)
        mv      s0, a0
        mv      s1, a1
        mv      s2, a2
        mv      s3, a3
        li      s4, 0
        call    learn
each:   li      s5, 4
again:  call    evict
        mv      a0, s0
        jalr    s3
        call    reload_all
        bgez    a0, found
        addi    s5, s5, -1
        bnez    s5, again
        li      a0, 0
        j       next
found:  addi    s4, s4, 1
next:   sb      a0, 0(s1)
        addi    s0, s0, 1
        addi    s1, s1, 1
        addi    s2, s2, -1
        bnez    s2, each
        mv      a0, s4
        ld      ra, 56(sp)
        ld      s0, 48(sp)
        ld      s1, 40(sp)
        ld      s2, 32(sp)
        ld      s3, 24(sp)
        ld      s4, 16(sp)
        ld      s5, 8(sp)
        addi    sp, sp, 64
        ret
