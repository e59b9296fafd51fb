# A bare-metal trap handler: vector, context, interrupts, return.
        .equ    UART, 0x10000000
        .equ    CLINT, 0x2000000
        .equ    MTIMECMP, CLINT + 0x4000
        .equ    MTIME, CLINT + 0xbff8
        .equ    FRAME, 32 * 8
        .macro  for_each_register op
        .irp    n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        \op     x\n, \n * 8(sp)
        .endr
        .endm
        .section .text.init, "ax", @progbits
        .globl  _start
_start: csrr    t0, mhartid
        bnez    t0, park
        la      sp, stack_top
        la      t0, trap
        csrw    mtvec, t0
        li      t0, MTIMECMP
        li      t1, MTIME
        ld      t2, 0(t1)
        li      t3, 10000000
        add     t2, t2, t3
        sd      t2, 0(t0)
        li      t0, 1 << 7
        csrs    mie, t0
        csrsi   mstatus, 1 << 3
        csrw    medeleg, zero
        csrwi   mscratch, 0
        csrrw   zero, sscratch, t0
        csrrci  a0, mstatus, 8
        csrc    0x304, t0
        sfence.vma
        sfence.vma a0, a1
        fence   rw, w
        fence.i
park:   wfi
        j       park
        .text
        .balign 4
trap:   addi    sp, sp, -FRAME
        for_each_register sd
        csrr    a0, mcause
        csrr    a1, mepc
        csrr    a2, mtval
        bltz    a0, interrupt
        call    exception
        csrw    mepc, a0
        j       leave
interrupt:
        slli    a0, a0, 1
        srli    a0, a0, 1
        li      t0, 7
        bne     a0, t0, leave
        la      t0, ticks
        ld      t1, (t0)
        addi    t1, t1, 1
        sd      t1, (t0)
        li      t0, UART
        li      t1, '.'
        sb      t1, 0(t0)
leave:  for_each_register ld
        addi    sp, sp, FRAME
        mret
exception:
        addi    a0, a1, 4
        ret
        unimp
        ebreak
        .bss
        .align  4
stack:  .skip   4096
stack_top:
ticks:  .dword  0
