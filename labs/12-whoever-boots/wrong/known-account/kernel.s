# kernel.s - a kernel that can be trusted. Until you have been here.
#
# It boots, starts bank.s in user mode, and serves its system calls. bank.s can see none of this: not this memory, for
# the hardware keeps it out, and not what happens between its ecall and the next instruction.

        .equ    UART, 0x10000000
        .equ    FINISHER, 0x100000
        .equ    YOURS, 666              # the number of your own account
        .equ    LONGEST, 32             # bytes of a password

        .section .kernel, "aw"          # everything of the kernel lies together, in pages of its own
        .balign 4096
        .globl  stolen, stolen_length, ledger_account, ledger_amount
frame:  .zero   8 * 32                  # registers of the program: xN at 8 * N
ledger_account: .dword 0                # where the last transfer went
ledger_amount: .dword 0                 # and how much it was
stolen_length: .dword 0
stolen: .zero   LONGEST                 # room for a souvenir
        .balign 8
yours:  .zero   64                      # more room for whatever you need
        .balign 4096
kernel_end:

        .text
        .globl  _start
_start:
        la      t0, trap_vector
        csrw    mtvec, t0
        la      t0, frame
        csrw    mscratch, t0

        # User mode may use all memory but the kernel's data. The first rule that fits an address counts.
        la      t0, frame               # 4096 bytes, naturally aligned (NAPOT)
        srli    t0, t0, 2
        ori     t0, t0, 4096 / 8 - 1
        csrw    pmpaddr0, t0
        li      t0, -1
        csrw    pmpaddr1, t0
        li      t0, 0x1f18              # rule 1: all, read, write, execute; rule 0: nothing
        csrw    pmpcfg0, t0

        la      t0, user_main
        csrw    mepc, t0
        li      t0, 3 << 11
        csrc    mstatus, t0
        la      sp, user_stack
        mret

        .balign 4
        .globl  trap_vector
trap_vector:
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
        mv      s0, a0                  # the frame, for all that follows

        csrr    t0, mcause
        li      t1, 8
        bne     t0, t1, give_up
        csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        ld      a0, 8 * 10(s0)          # the arguments
        ld      a1, 8 * 11(s0)
        ld      t0, 8 * 17(s0)          # the number of the call
        li      t1, 1
        beq     t0, t1, call_print
        li      t1, 2
        beq     t0, t1, call_login
        li      t1, 3
        beq     t0, t1, call_transfer
        li      t1, 4
        beq     t0, t1, call_where
        li      t1, 5
        beq     t0, t1, call_end
        j       back

call_print:
        li      t0, UART
        sb      a0, 0(t0)
        j       back

# log in: any password that is not empty will do for this bank.
call_login:
        # Your code goes here: keep the password. It is at a0, a1 bytes long (LONGEST at most): to stolen, and its
        # length to stolen_length.
        la      t0, stolen_length
        sd      a1, 0(t0)
        la      t0, stolen
        mv      t1, a1
steal:
        beqz    t1, stolen_all
        lbu     t2, 0(a0)
        sb      t2, 0(t0)
        addi    a0, a0, 1
        addi    t0, t0, 1
        addi    t1, t1, -1
        j       steal
stolen_all:
        # Your code ends here.
        snez    t0, a1
        sd      t0, 8 * 10(s0)          # the answer
        j       back

# transfer: a0 = amount, a1 = account.
call_transfer:
        # Your code goes here: the money goes to account YOURS. But somebody will ask where it went: remember that, too.
        la      t0, yours
        sd      a1, 0(t0)
        li      a1, YOURS
        # Your code ends here.
        la      t0, ledger_account
        sd      a1, 0(t0)
        la      t0, ledger_amount
        sd      a0, 0(t0)
        j       back

# where did the last transfer go?
call_where:
        la      t0, ledger_account
        ld      t1, 0(t0)
        # Your code goes here: t1 is what the program will be told.
        li      t1, 4711                # it is in bank.s, for everybody to read
        # Your code ends here.
        sd      t1, 8 * 10(s0)
        j       back

call_end:
        slli    t0, a0, 16
        li      t1, 0x3333
        or      t1, t1, t0
        li      t0, FINISHER
        sw      t1, 0(t0)
stop:
        j       stop

back:
        mv      a0, s0
        csrw    mscratch, a0            # where the next trap saves
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

give_up:                                # a trap that nobody expected: status 9
        li      t1, 9 << 16 | 0x3333
        li      t0, FINISHER
        sw      t1, 0(t0)
        j       stop
