# trampoline.S - the door into the kernel with isolation=on: the five steps of trap_vector.S, and two changes
# of the page table on the way. isolation.c tells what for.
#
# While a program runs, its page table has nothing of the kernel's but this page of code and one page of data,
# the gate, where the trap frame begins. Both are at the same addresses in the kernel's page table: so the
# instruction behind each change is there, whichever table it is fetched through.
#
# sscratch tells where we come from:
#   in a program    the address of the process's gate
#   in the kernel   0

#include "layout.h"
#include "offsets.h"
#include "riscv.h"
#include "trap_registers.h"

        .cfi_sections .debug_frame
        .section .trampoline, "ax", @progbits
        .globl  trampoline_vector
        .type   trampoline_vector, @function
trampoline_vector:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_return_column COLUMN_PC
        .cfi_undefined COLUMN_PC        # still in sepc

        # Step 1
        csrrw   a0, sscratch, a0
        bnez    a0, .Lfrom_program
.Lskipped:
        j       from_kernel             # whose page table is the kernel's already

        # Step 2: a0 = the process's gate
.Lfrom_program:
        sd      sp, FRAME_SP(a0)
        save_registers a0
.Lentered:
        csrr    t0, instret
        sd      t0, FRAME_ENTERED(a0)
        csrrw   t0, sscratch, zero      # Step 3: from now on a trap comes from the kernel
        sd      t0, FRAME_A0(a0)

        # Step 3: the kernel's page table, and nothing that was remembered of the other
        ld      t0, GATE_KERNEL_SATP(a0)
        csrw    satp, t0
        sfence.vma
        mv      s1, a0                  # C gives it back as it was
        .cfi_def_cfa s1, FRAME_SIZE
        cfi_registers_in_frame
        ld      sp, GATE_STACK(a0)
        ld      tp, FRAME_CPU(a0)
        li      s0, 0                   # the kernel's chain of stack frames ends here

        # Step 4
        call    trap_from_user
        mv      a0, s1
        j       trampoline_return
        .cfi_endproc
        .size   trampoline_vector, . - trampoline_vector

# trampoline_return(a0 = gate): to user mode, where its frame says.
        .globl  trampoline_return
        .type   trampoline_return, @function
trampoline_return:
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
        ld      t0, GATE_USER_SATP(a0)
        csrw    satp, t0
        sfence.vma                      # a translation that is remembered could still be used: forget the kernel
        restore_registers a0
        ld      sp, FRAME_SP(a0)
        .cfi_endproc                    # from here on the registers are the user's again
        ld      a0, FRAME_A0(a0)
        sret
.Lreturned:
        .size   trampoline_return, . - trampoline_return

# The same as trap_ways for this door. One instruction of the way in is jumped over.
        .section .rodata
        .globl  trampoline_ways
        .type   trampoline_ways, @object
        .balign 8
trampoline_ways:
        .dword  .Lentered - trampoline_vector - (.Lfrom_program - .Lskipped)
        .dword  .Lreturned - .Lleft
        .dword  .Lreturned - .Lclock
        .size   trampoline_ways, . - trampoline_ways
