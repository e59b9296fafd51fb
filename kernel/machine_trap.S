# machine_trap.S - the only thing that is done in machine mode after the boot.
#
# A CPU interrupts another by the other's register msip (cpu.c). That is an interrupt of machine
# mode, and cannot be delegated; this handler takes the request away and makes one of supervisor
# mode of it, which comes as soon as that mode has interrupts on, or ends its wfi.
#
# It may come between any two instructions, also of the kernel: so it leaves no trace but sip.SSIP.
# mscratch is the address of this hart's two words in machine_words.

#include "layout.h"

        .cfi_sections .debug_frame
        .text
        .balign 4                       # mtvec has no room for the low two bits
        .globl  machine_trap
        .type   machine_trap, @function
#define COLUMN_PC 64
machine_trap:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_return_column COLUMN_PC
        .cfi_undefined COLUMN_PC        # in mepc
        csrrw   a0, mscratch, a0
        sd      a1, 0(a0)
        sd      a2, 8(a0)
        csrr    a1, mhartid
        slli    a1, a1, 2
        li      a2, CLINT
        add     a1, a1, a2
        sw      zero, 0(a1)             # msip of this hart: taken away first, so that the next one is not lost
        csrsi   mip, 2                  # SSIP
        ld      a2, 8(a0)
        ld      a1, 0(a0)
        csrrw   a0, mscratch, a0
        mret
        .cfi_endproc
        .size   machine_trap, . - machine_trap

        # Not in .bss, which is cleared while other harts may be here already.
        .section .stacks, "aw", @nobits
        .globl  machine_words
        .type   machine_words, @object
        .balign 16
machine_words:
        .skip   NCPU * 16
        .size   machine_words, . - machine_words
