# entry.S - the machine's first instructions, on every hart at once.
#
# Reset leaves each hart in machine mode, with
#   a0 = number of this hart
#   a1 = address of the device tree
#   a2 = address of what the loader tells (struct fw_dynamic_info), if it tells anything
#
#   Step 1  no interrupts, and a place for traps to go
#   Step 2  a stack for this hart; mscratch keeps it while supervisor mode runs
#   Step 3  hart 0 clears the variables, the others wait for that
#   Step 4  go on in C

#include "layout.h"
#include "riscv.h"

        .cfi_sections .debug_frame
        .section .text.entry, "ax", @progbits
        .globl  entry
        .type   entry, @function
entry:
        .cfi_startproc
        .cfi_undefined ra               # nobody called it
        # Step 1
        csrw    mie, zero
        la      t0, trap_vector
        csrw    mtvec, t0

        # Step 2
        li      t0, MOST_HARTS
        bgeu    a0, t0, park            # no stack for it
        la      sp, stacks
        addi    t0, a0, 1
        slli    t0, t0, STACK_SHIFT
        add     sp, sp, t0
        csrw    mscratch, sp

        # Step 3: sections without content in the file may hold anything. `cleared` is not one of them.
        la      t2, cleared
        bnez    a0, 2f
        la      t0, bss_start
        la      t1, bss_end
1:      sd      zero, 0(t0)
        addi    t0, t0, 8
        bltu    t0, t1, 1b
        li      t0, 1
        fence   rw, w                   # the zeros first, then the word that says so
        sw      t0, 0(t2)
2:      lw      t0, 0(t2)
        beqz    t0, 2b
        fence   r, rw

        # Step 4
        li      s0, 0                   # the chain of stack frames ends here
        call    boot_hart               # does not return
        .cfi_endproc
        .size   entry, . - entry

        .type   park, @function
park:   wfi
        j       park
        .size   park, . - park

        .data
        .balign 4
        .type   cleared, @object
cleared:
        .word   0
        .size   cleared, . - cleared

        .section .stacks, "aw", @nobits
        .balign STACK_SIZE
        .type   stacks, @object
stacks: .skip   MOST_HARTS * STACK_SIZE
        .size   stacks, . - stacks
