# trap.S - the way into machine mode and back.
#
# mscratch holds the stack of this hart while a lower mode runs. Traps of the firmware itself are faults of ours: they
# come here as well, with the stack in sp; trap() tells them by mstatus.MPP and gives up.

#include "riscv.h"

#define FRAME 256

        .cfi_sections .debug_frame
        .text
        .balign 4                       # mtvec has no room for less
        .globl  trap_vector
        .type   trap_vector, @function
trap_vector:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_undefined ra
        csrrw   sp, mscratch, sp
        addi    sp, sp, -FRAME
        sd      ra, 8(sp)
        sd      gp, 24(sp)
        sd      tp, 32(sp)
        sd      t0, 40(sp)
        sd      t1, 48(sp)
        sd      t2, 56(sp)
        sd      s0, 64(sp)
        sd      s1, 72(sp)
        sd      a0, 80(sp)
        sd      a1, 88(sp)
        sd      a2, 96(sp)
        sd      a3, 104(sp)
        sd      a4, 112(sp)
        sd      a5, 120(sp)
        sd      a6, 128(sp)
        sd      a7, 136(sp)
        sd      s2, 144(sp)
        sd      s3, 152(sp)
        sd      s4, 160(sp)
        sd      s5, 168(sp)
        sd      s6, 176(sp)
        sd      s7, 184(sp)
        sd      s8, 192(sp)
        sd      s9, 200(sp)
        sd      s10, 208(sp)
        sd      s11, 216(sp)
        sd      t3, 224(sp)
        sd      t4, 232(sp)
        sd      t5, 240(sp)
        sd      t6, 248(sp)
        csrr    t0, mscratch            # the interrupted sp
        sd      t0, 16(sp)
        addi    t0, sp, FRAME
        csrw    mscratch, t0
        mv      a0, sp
        li      s0, 0
        call    trap
        ld      ra, 8(sp)
        ld      gp, 24(sp)
        ld      tp, 32(sp)
        ld      t0, 40(sp)
        ld      t1, 48(sp)
        ld      t2, 56(sp)
        ld      s0, 64(sp)
        ld      s1, 72(sp)
        ld      a0, 80(sp)
        ld      a1, 88(sp)
        ld      a2, 96(sp)
        ld      a3, 104(sp)
        ld      a4, 112(sp)
        ld      a5, 120(sp)
        ld      a6, 128(sp)
        ld      a7, 136(sp)
        ld      s2, 144(sp)
        ld      s3, 152(sp)
        ld      s4, 160(sp)
        ld      s5, 168(sp)
        ld      s6, 176(sp)
        ld      s7, 184(sp)
        ld      s8, 192(sp)
        ld      s9, 200(sp)
        ld      s10, 208(sp)
        ld      s11, 216(sp)
        ld      t3, 224(sp)
        ld      t4, 232(sp)
        ld      t5, 240(sp)
        ld      t6, 248(sp)
        ld      sp, 16(sp)
        mret
        .cfi_endproc
        .size   trap_vector, . - trap_vector

# bool probe_menvcfg(uint64_t bits): sets bits of menvcfg; false where the machine has no such register.
        .globl  probe_menvcfg
        .type   probe_menvcfg, @function
probe_menvcfg:
        .cfi_startproc
        la      t0, 1f
        csrrw   t0, mtvec, t0           # an illegal instruction leads to 1
        li      t1, 0
        csrs    CSR_MENVCFG, a0
        li      t1, 1
        .balign 4
1:      csrw    mtvec, t0
        mv      a0, t1
        ret
        .cfi_endproc
        .size   probe_menvcfg, . - probe_menvcfg
