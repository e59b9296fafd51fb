// trap_registers.h - how registers go to a trap frame and come back, and where debuggers find them there:
// for the two doors of the kernel, trap_vector.S and trampoline.S.
//
// Instructions of four bytes each, where they stand: trap_ways measures distances by it.
#pragma once
#include "offsets.h"

        .option norvc
        .option norelax

        # All registers but sp, a0 and what needs one register first.
        .macro  save_registers frame
        sd      ra, FRAME_RA(\frame)
        sd      gp, FRAME_GP(\frame)
        sd      tp, FRAME_TP(\frame)
        sd      t0, FRAME_T0(\frame)
        sd      t1, FRAME_T1(\frame)
        sd      t2, FRAME_T2(\frame)
        sd      s0, FRAME_S0(\frame)
        sd      s1, FRAME_S1(\frame)
        sd      a1, FRAME_A1(\frame)
        sd      a2, FRAME_A2(\frame)
        sd      a3, FRAME_A3(\frame)
        sd      a4, FRAME_A4(\frame)
        sd      a5, FRAME_A5(\frame)
        sd      a6, FRAME_A6(\frame)
        sd      a7, FRAME_A7(\frame)
        sd      s2, FRAME_S2(\frame)
        sd      s3, FRAME_S3(\frame)
        sd      s4, FRAME_S4(\frame)
        sd      s5, FRAME_S5(\frame)
        sd      s6, FRAME_S6(\frame)
        sd      s7, FRAME_S7(\frame)
        sd      s8, FRAME_S8(\frame)
        sd      s9, FRAME_S9(\frame)
        sd      s10, FRAME_S10(\frame)
        sd      s11, FRAME_S11(\frame)
        sd      t3, FRAME_T3(\frame)
        sd      t4, FRAME_T4(\frame)
        sd      t5, FRAME_T5(\frame)
        sd      t6, FRAME_T6(\frame)
        csrr    t0, sepc
        sd      t0, FRAME_SEPC(\frame)
        csrr    t0, sstatus
        sd      t0, FRAME_SSTATUS(\frame)
        csrr    t0, scause
        sd      t0, FRAME_SCAUSE(\frame)
        csrr    t0, stval
        sd      t0, FRAME_STVAL(\frame)
        .endm

        # All registers but sp and a0.
        .macro  restore_registers frame
        ld      t0, FRAME_SEPC(\frame)
        csrw    sepc, t0
        ld      t0, FRAME_SSTATUS(\frame)
        csrw    sstatus, t0
        ld      ra, FRAME_RA(\frame)
        ld      gp, FRAME_GP(\frame)
        ld      tp, FRAME_TP(\frame)
        ld      t0, FRAME_T0(\frame)
        ld      t1, FRAME_T1(\frame)
        ld      t2, FRAME_T2(\frame)
        ld      s0, FRAME_S0(\frame)
        ld      s1, FRAME_S1(\frame)
        ld      a1, FRAME_A1(\frame)
        ld      a2, FRAME_A2(\frame)
        ld      a3, FRAME_A3(\frame)
        ld      a4, FRAME_A4(\frame)
        ld      a5, FRAME_A5(\frame)
        ld      a6, FRAME_A6(\frame)
        ld      a7, FRAME_A7(\frame)
        ld      s2, FRAME_S2(\frame)
        ld      s3, FRAME_S3(\frame)
        ld      s4, FRAME_S4(\frame)
        ld      s5, FRAME_S5(\frame)
        ld      s6, FRAME_S6(\frame)
        ld      s7, FRAME_S7(\frame)
        ld      s8, FRAME_S8(\frame)
        ld      s9, FRAME_S9(\frame)
        ld      s10, FRAME_S10(\frame)
        ld      s11, FRAME_S11(\frame)
        ld      t3, FRAME_T3(\frame)
        ld      t4, FRAME_T4(\frame)
        ld      t5, FRAME_T5(\frame)
        ld      t6, FRAME_T6(\frame)
        .endm

        # For debuggers: the interrupted code's registers are in a trap frame, at a register's
        # offset; its pc is "column 64", which stands for no register, in the frame's sepc.
#define COLUMN_PC 64
        .macro  cfi_registers_in_frame
        .cfi_offset 1, FRAME_RA - FRAME_SIZE
        .cfi_offset 2, FRAME_SP - FRAME_SIZE
        .cfi_offset 3, FRAME_GP - FRAME_SIZE
        .cfi_offset 4, FRAME_TP - FRAME_SIZE
        .cfi_offset 5, FRAME_T0 - FRAME_SIZE
        .cfi_offset 6, FRAME_T1 - FRAME_SIZE
        .cfi_offset 7, FRAME_T2 - FRAME_SIZE
        .cfi_offset 8, FRAME_S0 - FRAME_SIZE
        .cfi_offset 9, FRAME_S1 - FRAME_SIZE
        .cfi_offset 10, FRAME_A0 - FRAME_SIZE
        .cfi_offset 11, FRAME_A1 - FRAME_SIZE
        .cfi_offset 12, FRAME_A2 - FRAME_SIZE
        .cfi_offset 13, FRAME_A3 - FRAME_SIZE
        .cfi_offset 14, FRAME_A4 - FRAME_SIZE
        .cfi_offset 15, FRAME_A5 - FRAME_SIZE
        .cfi_offset 16, FRAME_A6 - FRAME_SIZE
        .cfi_offset 17, FRAME_A7 - FRAME_SIZE
        .cfi_offset 18, FRAME_S2 - FRAME_SIZE
        .cfi_offset 19, FRAME_S3 - FRAME_SIZE
        .cfi_offset 20, FRAME_S4 - FRAME_SIZE
        .cfi_offset 21, FRAME_S5 - FRAME_SIZE
        .cfi_offset 22, FRAME_S6 - FRAME_SIZE
        .cfi_offset 23, FRAME_S7 - FRAME_SIZE
        .cfi_offset 24, FRAME_S8 - FRAME_SIZE
        .cfi_offset 25, FRAME_S9 - FRAME_SIZE
        .cfi_offset 26, FRAME_S10 - FRAME_SIZE
        .cfi_offset 27, FRAME_S11 - FRAME_SIZE
        .cfi_offset 28, FRAME_T3 - FRAME_SIZE
        .cfi_offset 29, FRAME_T4 - FRAME_SIZE
        .cfi_offset 30, FRAME_T5 - FRAME_SIZE
        .cfi_offset 31, FRAME_T6 - FRAME_SIZE
        .cfi_offset COLUMN_PC, FRAME_SEPC - FRAME_SIZE
        .endm
