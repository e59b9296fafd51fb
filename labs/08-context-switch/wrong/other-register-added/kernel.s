# kernel.s - a kernel that lets two tasks take turns. A timer interrupt, a change of hands, and on.
#
# Every task has a frame: a place for its 31 registers and its pc. At each interrupt the registers of the task that
# runs go to its frame, `current` becomes the other one, and the registers are loaded from the frame of that.

        .equ    FINISHER, 0x100000      # (status << 16 | 0x3333) stored here switches the machine off; 0x5555: all went well
        .equ    MTIMECMP, 0x2004000     # the alarm
        .equ    MTIME, 0x200bff8        # the clock
        .equ    SLICE, 500              # how long a turn is
        .equ    MTIE, 1 << 7

        .equ    FRAME_PC, 0             # x0 is always 0: its place is used for the pc
        .equ    FRAME_ENDED, 8 * 32     # 1: the task has ended
        .equ    FRAME_SIZE, 8 * 33

        .data
        .balign 8
        .globl  current, frames, switches, failed
current: .dword 0                       # the frame of the task that runs
switches: .dword 0                      # how often the CPU has changed hands
failed: .dword  0                       # how many tasks said that their sum was wrong
frames: .zero   2 * FRAME_SIZE          # left, right

        .text
        .globl  _start
_start:
        la      t0, trap_vector
        csrw    mtvec, t0
        li      t0, -1                  # user mode may use the memory
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0

        la      t0, frames              # left: where it begins, and its stack
        la      t1, left
        sd      t1, FRAME_PC(t0)
        la      t1, left_stack
        sd      t1, 8 * 2(t0)
        la      t0, frames + FRAME_SIZE # right
        la      t1, right
        sd      t1, FRAME_PC(t0)
        la      t1, right_stack
        sd      t1, 8 * 2(t0)

        la      t0, frames              # left is the first to run
        la      t1, current
        sd      t0, 0(t1)
        csrw    mscratch, t0
        li      t0, MTIE
        csrs    mie, t0
        li      t0, 3 << 11             # user mode
        csrc    mstatus, t0
        j       run

        .balign 4
        .globl  trap_vector
trap_vector:
        # Step 1: everything that the task has, to its frame.
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
        sd      x22, 8 * 23(a0)
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
        csrr    t0, mepc
        sd      t0, FRAME_PC(a0)

        # Step 2: an interrupt, or the wish to end?
        csrr    t0, mcause
        bltz    t0, next
        li      t1, 8
        bne     t0, t1, give_up
        li      t1, 1
        sd      t1, FRAME_ENDED(a0)
        la      t2, failed
        ld      t3, 0(t2)
        ld      t4, 8 * 10(a0)          # 1: its sum was wrong
        add     t3, t3, t4
        sd      t3, 0(t2)

        # Step 3: who is next? The other one, if it has not ended.
next:
        la      t0, frames
        la      t1, frames + FRAME_SIZE
        ld      t2, FRAME_ENDED(t0)
        ld      t3, FRAME_ENDED(t1)
        and     t4, t2, t3
        bnez    t4, finish
        bnez    t2, take_right
        bnez    t3, take_left
        beq     a0, t0, take_right
take_left:
        mv      t1, t0
take_right:
        beq     a0, t1, run             # nobody else
        la      t0, current
        sd      t1, 0(t0)
        csrw    mscratch, t1
        la      t0, switches
        ld      t2, 0(t0)
        addi    t2, t2, 1
        sd      t2, 0(t0)

        # Step 4: the next alarm; everything that the task had, from its frame; and there it goes on.
run:
        li      t0, MTIME
        ld      t1, 0(t0)
        addi    t1, t1, SLICE
        li      t0, MTIMECMP
        sd      t1, 0(t0)
        csrr    a0, mscratch
        ld      t0, FRAME_PC(a0)
        csrw    mepc, t0
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
        .globl  back
back:
        mret

finish:
        la      t0, failed
        ld      t0, 0(t0)
        slli    t0, t0, 16
        li      t1, 0x3333
        or      t1, t1, t0
        li      t0, FINISHER
        sw      t1, 0(t0)
stop:
        j       stop

give_up:                                # a trap that nobody expected: status 9
        li      t1, 9 << 16 | 0x3333
        li      t0, FINISHER
        sw      t1, 0(t0)
        j       stop
