# job.s - one job of a scheduling workload: a real program that burns instructions.
#
#   job TICK RUN [EVERY LENGTH]
#
# It runs for RUN ticks of TICK instructions, and after every EVERY ticks of running waits for
# LENGTH ticks, if it is not done. The kernel must have been booted with timeslice=TICK and
# decide=ticks. A burst of n ticks is (n - 1/2) * TICK instructions, so that it always ends in
# the middle of its last tick, whatever else takes a few instructions; the CPU idles for the
# rest of that tick. Likewise a wait begins with the rest of a tick, which does not count.

        .text
        .globl  main
main:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        mv      s1, a1
        addi    s2, a0, -3              # more than RUN?
        ld      a0, 8(s1)
        call    number
        srli    s3, a0, 1               # half a tick
        ld      a0, 16(s1)
        call    number
        mv      s4, a0                  # ticks to run
        mv      s5, s4                  # and in one burst
        blez    s2, next_burst
        ld      a0, 24(s1)
        call    number
        mv      s5, a0
        ld      a0, 32(s1)
        call    number
        addi    s6, a0, 1               # to wait: so much, and the rest of this tick

next_burst:
        mv      s7, s5
        bleu    s7, s4, 1f
        mv      s7, s4
1:      sub     s4, s4, s7
        slli    t0, s7, 1               # (2n - 1) halves of a tick,
        addi    t0, t0, -1
        mul     t0, t0, s3
        srli    t0, t0, 1               # two instructions a round
2:      addi    t0, t0, -1
        bgtz    t0, 2b
        beqz    s4, done
        mv      a0, s6
        li      a7, SYS_sleep
        ecall
        j       next_burst

done:   li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# number(a0 = decimal digits) -> a0
number:
        mv      t0, a0
        li      a0, 0
        li      t1, 10
1:      lbu     t2, 0(t0)
        beqz    t2, 2f
        mul     a0, a0, t1
        addi    t2, t2, -'0'
        add     a0, a0, t2
        addi    t0, t0, 1
        j       1b
2:      ret
