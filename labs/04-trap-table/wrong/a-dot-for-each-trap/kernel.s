# kernel.s - a kernel of your own: it installs a trap handler, starts a program in user mode, and answers its traps.
#
# There is nothing below it. At reset the machine is in machine mode, its highest, and comes to _start; whoever is
# here first decides what everybody else may do.

        .equ    UART, 0x10000000        # a byte stored here is printed
        .equ    FINISHER, 0x100000      # (status << 16 | 0x3333) stored here switches the machine off; 0x5555: all went well

        .equ    CAUSE_ILLEGAL, 2        # what mcause says: an instruction that is not allowed, or is none
        .equ    CAUSE_CALL, 8           # an ecall from user mode

        # The trap frame: where the program's registers are while the kernel works. xN is at 8 * N.
        .bss
        .balign 16
frame:  .zero   8 * 32
        .zero   1024
kernel_stack:                           # it grows downward from here

        # The trap table: for each cause the address of the function that handles it.
        .data
        .balign 8
        .globl  trap_table, traps, refused
trap_table:
        .zero   8 * 16
traps:  .dword  0                       # how many traps there have been
refused: .dword 0                       # how many of them were instructions that are not allowed

        .text
        .globl  _start
_start:
        la      sp, kernel_stack

        # Step 1: the hardware has to know where to go at a trap.
        # Your code goes here: the address of trap_vector to the register mtvec (csrw mtvec, t0), and that of frame
        # to mscratch, which belongs to the kernel: so that trap_vector finds the frame.
        la      t0, trap_vector
        csrw    mtvec, t0
        la      t0, frame
        csrw    mscratch, t0
        # Your code ends here.

        # Step 2: the trap table.
        # Your code goes here: the address of illegal_instruction to entry CAUSE_ILLEGAL of trap_table, that of
        # system_call to entry CAUSE_CALL. An entry has eight bytes.
        la      t0, trap_table
        la      t1, illegal_instruction
        sd      t1, 8 * CAUSE_ILLEGAL(t0)
        la      t1, system_call
        sd      t1, 8 * CAUSE_CALL(t0)
        # Your code ends here.

        # Step 3: user mode may use the memory. (Without a word from machine mode it may use none.)
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f                # all of it: to read, write and execute
        csrw    pmpcfg0, t0

        # Step 4: "return" from a trap that never was: mret goes to the address in mepc, in the mode in mstatus.MPP.
        # Your code goes here: mepc = user_main, MPP (bits 11 and 12 of mstatus) = 0, which is user mode
        # (csrc clears the bits that are 1 in a register). Then sp = user_stack, and mret.
        la      t0, user_main
        csrw    mepc, t0
        li      t0, 3 << 11
        csrc    mstatus, t0
        la      sp, user_stack
        mret
        # Your code ends here.

# The hardware comes here at each trap. It has put the program's pc in mepc and the cause in mcause, and has gone to
# machine mode. All registers are still the program's, and must be so again at the end.
        .balign 4                       # mtvec has no room for the low two bits
        .globl  trap_vector
trap_vector:
        # Step 5: save. To save registers one needs a register: a0 changes places with mscratch.
        # Your code goes here: csrrw a0, mscratch, a0; then store all registers but a0 at 8 * N(a0); then the a0
        # of the program, which is in mscratch now (csrr t0, mscratch), at 8 * 10(a0).
        csrrw   a0, mscratch, a0
        sd      x1, 8 * 1(a0)
        sd      x2, 8 * 2(a0)
        sd      x3, 8 * 3(a0)
        sd      x4, 8 * 4(a0)
        sd      x5, 8 * 5(a0)
        sd      x6, 8 * 6(a0)
        sd      x7, 8 * 7(a0)
        sd      x8, 8 * 8(a0)
        sd      x9, 8 * 9(a0)
        sd      x11, 8 * 11(a0)
        sd      x12, 8 * 12(a0)
        sd      x13, 8 * 13(a0)
        sd      x14, 8 * 14(a0)
        sd      x15, 8 * 15(a0)
        sd      x16, 8 * 16(a0)
        sd      x17, 8 * 17(a0)
        sd      x18, 8 * 18(a0)
        sd      x19, 8 * 19(a0)
        sd      x20, 8 * 20(a0)
        sd      x21, 8 * 21(a0)
        sd      x22, 8 * 22(a0)
        sd      x23, 8 * 23(a0)
        sd      x24, 8 * 24(a0)
        sd      x25, 8 * 25(a0)
        sd      x26, 8 * 26(a0)
        sd      x27, 8 * 27(a0)
        sd      x28, 8 * 28(a0)
        sd      x29, 8 * 29(a0)
        sd      x30, 8 * 30(a0)
        sd      x31, 8 * 31(a0)
        csrr    t0, mscratch
        sd      t0, 8 * 10(a0)
        # Your code ends here.

        # Step 6: the kernel's own world: its stack; s0 = the frame, for the functions below.
        mv      s0, a0
        la      sp, kernel_stack
        la      t0, traps               # one more
        ld      t1, 0(t0)
        addi    t1, t1, 1
        sd      t1, 0(t0)

        # Step 7: to the handler that the table names for this cause.
        # Your code goes here: load entry mcause of trap_table, and call it (jalr).
        li      t0, UART                # to see that it works
        li      t1, '.'
        sb      t1, 0(t0)
        csrr    t0, mcause
        slli    t0, t0, 3               # an entry has eight bytes
        la      t1, trap_table
        add     t1, t1, t0
        ld      t1, 0(t1)
        jalr    t1
        # Your code ends here.

        # Step 8: restore, and go back.
        # Your code goes here: put the frame's address (s0) back into mscratch; load all registers, a0 last; mret.
        mv      a0, s0
        csrw    mscratch, a0
        ld      x1, 8 * 1(a0)
        ld      x2, 8 * 2(a0)
        ld      x3, 8 * 3(a0)
        ld      x4, 8 * 4(a0)
        ld      x5, 8 * 5(a0)
        ld      x6, 8 * 6(a0)
        ld      x7, 8 * 7(a0)
        ld      x8, 8 * 8(a0)
        ld      x9, 8 * 9(a0)
        ld      x11, 8 * 11(a0)
        ld      x12, 8 * 12(a0)
        ld      x13, 8 * 13(a0)
        ld      x14, 8 * 14(a0)
        ld      x15, 8 * 15(a0)
        ld      x16, 8 * 16(a0)
        ld      x17, 8 * 17(a0)
        ld      x18, 8 * 18(a0)
        ld      x19, 8 * 19(a0)
        ld      x20, 8 * 20(a0)
        ld      x21, 8 * 21(a0)
        ld      x22, 8 * 22(a0)
        ld      x23, 8 * 23(a0)
        ld      x24, 8 * 24(a0)
        ld      x25, 8 * 25(a0)
        ld      x26, 8 * 26(a0)
        ld      x27, 8 * 27(a0)
        ld      x28, 8 * 28(a0)
        ld      x29, 8 * 29(a0)
        ld      x30, 8 * 30(a0)
        ld      x31, 8 * 31(a0)
        ld      x10, 8 * 10(a0)
        mret
        # Your code ends here.

# skip: the program goes on behind the instruction that trapped; it has four bytes. mepc is where mret will go.
skip:
        # Your code goes here: mepc = mepc + 4.
        csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        # Your code ends here.
        ret

# For CAUSE_ILLEGAL: the program does not get what it wanted. It is counted, and goes on.
        .globl  illegal_instruction
illegal_instruction:
        la      t0, refused
        ld      t1, 0(t0)
        addi    t1, t1, 1
        sd      t1, 0(t0)
        j       skip

# For CAUSE_CALL: the program's registers are in the frame (s0): the number of the call at 8 * 17, its argument at
# 8 * 10, which is also where the program will find the answer.
        .globl  system_call
system_call:
        ld      t0, 8 * 17(s0)
        li      t1, 1
        beq     t0, t1, call_print
        li      t1, 2
        beq     t0, t1, call_count
        li      t1, 3
        beq     t0, t1, call_end
        j       skip                    # no such call
call_print:
        ld      t0, 8 * 10(s0)
        li      t1, UART
        sb      t0, 0(t1)
        j       skip
call_count:
        # Your code goes here: the number in traps becomes the program's a0.
        la      t0, traps
        ld      t0, 0(t0)
        sd      t0, 8 * 10(s0)
        # Your code ends here.
        j       skip
call_end:
        ld      t0, 8 * 10(s0)
        slli    t0, t0, 16
        li      t1, 0x3333
        or      t0, t0, t1
        li      t1, FINISHER
        sw      t0, 0(t1)
stop:
        j       stop
