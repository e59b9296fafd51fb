# measure.s - how long does a load take? It depends on where its line is.

        .bss
        .balign 8
        .globl  far, near
far:    .skip   8                       # cycles of a load whose line is in no cache
near:   .skip   8                       # cycles of one whose line has just been used

        .text
        .globl  main
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      s0, 0(sp)
        li      s0, 3                   # what counts is the last time: then these instructions are near themselves
1:      call    evict
        la      a0, lines
        call    measure
        la      t0, far
        sd      a0, 0(t0)
        la      a0, lines
        call    measure
        la      t0, near
        sd      a0, 0(t0)
        addi    s0, s0, -1
        bnez    s0, 1b
        ld      ra, 8(sp)
        ld      s0, 0(sp)
        addi    sp, sp, 16
        li      a0, 0
        ret

# measure(a0 = address): how many cycles a load of the byte there takes
        .balign 64                      # so that its instructions are in one line
measure:
        lbu     t0, 64(a0)              # the page is known from now on; this line means nothing
        # Your code goes here: csrr reads the clock (the CSR is called cycle), before the load and behind it.
        csrr    t0, cycle
        lbu     t1, 0(a0)
        csrr    t2, cycle
        sub     a0, t2, t0
        # Your code ends here.
        ret
