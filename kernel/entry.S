# entry.S - the machine's first instructions.
#
# Reset leaves the CPU in machine mode, the mode that may do everything, with
#   a0 = number of this hart (a hart is RISC-V's word for CPU)
#   a1 = address of the device tree
# Whoever runs first owns the machine: what is allowed to whom is decided here.
#
#   Step 1  park what the kernel has no room for
#   Step 2  delegate all traps to supervisor mode
#   Step 3  open the physical memory to supervisor mode
#   Step 4  give supervisor mode a timer
#   Step 5  keep one interrupt: that by which CPUs wake each other
#   Step 6  let one hart boot: the others wait until it calls them
#   Step 7  leave machine mode
#   Step 8  clear the kernel's variables, find this CPU's own things, go on in C

#include "layout.h"
#include "offsets.h"
#include "riscv.h"

        .cfi_sections .debug_frame
        .section .text.entry, "ax", @progbits
        .globl  entry
        .type   entry, @function
entry:
        # Step 1
        li      t0, NCPU
        bgeu    a0, t0, park

        # Step 2: every exception and interrupt that can be, goes to stvec in supervisor mode.
        li      t0, -1
        csrw    medeleg, t0
        csrw    mideleg, t0

        # Step 3: without a PMP entry, lower modes have no memory at all.
        csrw    pmpaddr0, t0
        li      t0, PMP_ALL_MEMORY
        csrw    pmpcfg0, t0

        # Step 4: stimecmp for supervisor mode, and clocks that can be read from everywhere.
        li      t0, MENVCFG_STCE | MENVCFG_ADUE
        csrs    CSR_MENVCFG, t0
        li      t0, COUNTEREN_CY_TM_IR
        csrw    mcounteren, t0
        csrw    scounteren, t0

        # Step 5: machine_trap.S makes one of supervisor mode of it. It is the only way back here.
        la      t0, machine_trap
        csrw    mtvec, t0
        la      t0, machine_words
        slli    t1, a0, 4
        add     t0, t0, t1
        csrw    mscratch, t0
        li      t0, MIE_MSIE
        csrw    mie, t0

        # Step 6: the others would find half of a kernel. The first calls them by that interrupt
        # (cpus_start), which is pending here but not taken: machine mode has interrupts off.
        beqz    a0, 2f
1:      wfi
        csrr    t0, mip
        andi    t0, t0, MIE_MSIE
        beqz    t0, 1b

        # Step 7: mret "returns" to the mode in MPP, at mepc.
2:      li      t0, MSTATUS_MPP_S
        csrw    mstatus, t0
        la      t0, supervisor_entry
        csrw    mepc, t0
        mret
        .size   entry, . - entry

        .type   supervisor_entry, @function
supervisor_entry:
        .cfi_startproc
        .cfi_undefined ra               # nobody called it
        # Step 8: sections without content in the file may hold anything; the first hart clears them.
        bnez    a0, 2f
        la      t0, bss_start
        la      t1, bss_end
1:      sd      zero, 0(t0)
        sd      zero, 8(t0)
        addi    t0, t0, 16
        bltu    t0, t1, 1b
2:      la      tp, cpus                # this CPU's struct cpu
        li      t0, CPU_SIZE
        mul     t0, t0, a0
        add     tp, tp, t0
        la      sp, cpu_stacks + KERNEL_STACK_PIECE
        li      t0, KERNEL_STACK_PIECE
        mul     t0, t0, a0
        add     sp, sp, t0
        sd      a0, CPU_HART(tp)
        sd      sp, CPU_STACK(tp)
        li      s0, 0                   # the chain of stack frames ends here
        bnez    a0, 3f
        mv      a0, a1
        call    kernel_main             # does not return
3:      call    cpu_main                # nor does this
        .cfi_endproc
        .size   supervisor_entry, . - supervisor_entry

        .type   park, @function
park:   wfi
        j       park
        .size   park, . - park

        .section .stacks, "aw", @nobits
        .globl  cpu_stacks, kernel_stacks
        .type   cpu_stacks, @object
        .type   kernel_stacks, @object
        .balign KERNEL_STACK_PIECE
cpu_stacks:                             # guard and stack, for each CPU: to boot on, then the scheduler's
        .skip   NCPU * KERNEL_STACK_PIECE
        .size   cpu_stacks, . - cpu_stacks
kernel_stacks:                          # guard and stack, for each process
        .skip   NPROC * KERNEL_STACK_PIECE
        .size   kernel_stacks, . - kernel_stacks
