# Locks and counters: every ordering.
        .text
        .globl  _start
_start: la      a0, lock
acquire:
        li      t0, 1
1:      amoswap.w.aq t0, t0, (a0)
        bnez    t0, 1b
        la      a1, counter
        li      t1, 1
        amoadd.d zero, t1, (a1)
        amoadd.d.aqrl a2, t1, 0(a1)
2:      lr.d    t0, (a1)
        addi    t0, t0, 1
        sc.d    t2, t0, (a1)
        bnez    t2, 2b
3:      lr.w.aq t0, (a0)
        bne     t0, a3, 4f
        sc.w.rl t2, a4, (a0)
        bnez    t2, 3b
4:      amomaxu.w a0, a1, (a2)
        amoxor.d.rl a0, a1, (a2)
        amoand.w a0, a1, (a2)
        fence   iorw, iorw
        fence   r, r
        fence.tso
        amoswap.w.rl zero, zero, (a0)
        ret
        .data
lock:   .word   0
        .align  3
counter: .dword 0
