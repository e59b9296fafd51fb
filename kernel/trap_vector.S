# trap_vector.S - the only door into the kernel, and the way back.
#
# The hardware has done four things: saved the interrupted pc in sepc, the cause in scause,
# the mode in sstatus.SPP, and jumped here in supervisor mode with interrupts off. All other
# registers still belong to the interrupted code, and every one of them must survive.
#
# sscratch tells where we come from:
#   in a program    the address of the process's trap frame, at the top of its kernel stack
#   in the kernel   0
#
#   Step 1  free one register: exchange a0 with sscratch
#   Step 2  save all 31 registers and the trap's CSRs in a trap frame
#   Step 3  give the kernel its own world: stack, cpu, sscratch = 0
#   Step 4  call C
#   Step 5  restore everything, sret

#include "layout.h"
#include "offsets.h"
#include "riscv.h"

        .cfi_sections .debug_frame
        # Instructions of four bytes each, where they stand: trap_ways measures distances by it.
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

        .text
        .balign 4                       # stvec has no room for the low two bits
        .globl  trap_vector
        .type   trap_vector, @function
trap_vector:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_return_column COLUMN_PC
        .cfi_undefined COLUMN_PC        # still in sepc

        # Step 1
        csrrw   a0, sscratch, a0
        beqz    a0, from_kernel

        # Step 2: a0 = the process's trap frame
        sd      sp, FRAME_SP(a0)
        save_registers a0
.Lentered:
        csrr    t0, instret
        sd      t0, FRAME_ENTERED(a0)
        csrrw   t0, sscratch, zero      # Step 3: from now on a trap comes from the kernel
        sd      t0, FRAME_A0(a0)

        # Step 3: the stack grows down from the frame
        mv      sp, a0
        .cfi_def_cfa sp, FRAME_SIZE
        cfi_registers_in_frame
        ld      tp, FRAME_CPU(a0)
        li      s0, 0                   # the kernel's chain of stack frames ends here

        # Step 4
        call    trap_from_user
        mv      a0, sp
        j       trap_return
        .cfi_endproc
        .size   trap_vector, . - trap_vector

# trap_return(a0 = trap frame): to user mode, where the frame says.
        .globl  trap_return
        .type   trap_return, @function
trap_return:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_return_column COLUMN_PC
        .cfi_def_cfa a0, FRAME_SIZE
        cfi_registers_in_frame
        # Step 5, and if a slice of time begins, its end is set (timer.c)
        ld      t0, CPU_SLICE(tp)
        beqz    t0, .Lleft
        sd      zero, CPU_SLICE(tp)
.Lclock:
        csrr    t1, time
        add     t0, t0, t1
        csrw    CSR_STIMECMP, t0
.Lleft:
        csrr    t0, instret
        sd      t0, FRAME_LEFT(a0)
        csrw    sscratch, a0            # where the next trap saves
        sd      tp, FRAME_CPU(a0)
        restore_registers a0
        ld      sp, FRAME_SP(a0)
        .cfi_endproc                    # from here on the registers are the user's again
        ld      a0, FRAME_A0(a0)
        sret
.Lreturned:
        .size   trap_return, . - trap_return

# How far it is, in bytes, from and to the places where clocks are read: struct trap_ways.
        .section .rodata
        .globl  trap_ways
        .type   trap_ways, @object
        .balign 8
trap_ways:
        .dword  .Lentered - trap_vector
        .dword  .Lreturned - .Lleft
        .dword  .Lreturned - .Lclock
        .size   trap_ways, . - trap_ways
        .text

# The kernel itself was interrupted: the frame goes on the stack it was using.
#
#   old sp  ->  +------------------+
#               | sepc             |  looks like the frame of a C function that was called
#               | s0               |  from the interrupted instruction, so that the chain of
#   s0 - 16 ->  +------------------+  frame pointers leads on into the interrupted function
#               | struct trap_frame|
#   new sp  ->  +------------------+
        .equ    KERNEL_FRAME, FRAME_SIZE + 16

        .type   from_kernel, @function
from_kernel:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_return_column COLUMN_PC
        .cfi_undefined COLUMN_PC
        # Step 2, if there is room for it
        addi    a0, sp, -KERNEL_FRAME
        srli    a0, a0, KERNEL_STACK_BIT
        andi    a0, a0, 1
        beqz    a0, stack_full
        addi    sp, sp, -KERNEL_FRAME
        save_registers sp
        csrrw   t0, sscratch, zero      # a0 and sscratch are as they were before
        sd      t0, FRAME_A0(sp)
        addi    t1, sp, KERNEL_FRAME
        sd      t1, FRAME_SP(sp)
        ld      t0, FRAME_SEPC(sp)
        sd      t0, FRAME_SIZE + 8(sp)
        sd      s0, FRAME_SIZE(sp)
        # Step 3: stack and cpu are the kernel's already
        mv      s0, t1
        .cfi_def_cfa sp, FRAME_SIZE
        cfi_registers_in_frame
        # Step 4
        mv      a0, sp
        call    trap_from_kernel
        # Step 5
        restore_registers sp
        ld      a0, FRAME_A0(sp)
        .cfi_endproc
        ld      sp, FRAME_SP(sp)
        sret
        .size   from_kernel, . - from_kernel

# Nothing can be saved on this stack any more. That of the scheduler is good enough to say so.
        .type   stack_full, @function
stack_full:
        .cfi_startproc
        .cfi_undefined ra
        csrw    sscratch, zero
        ld      sp, CPU_STACK(tp)
        call    trap_stack_full
        .cfi_endproc
        .size   stack_full, . - stack_full
