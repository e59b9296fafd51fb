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
#include "trap_registers.h"

        .cfi_sections .debug_frame

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
        beqz    a0, .Lfrom_kernel

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
        .data
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

        .globl  from_kernel
        .type   from_kernel, @function
from_kernel:
.Lfrom_kernel:                          # a name of this file: one branch reaches it
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
