# kernel.s - a kernel that gets the CPU back from a program that never calls it: by the timer.
#
# The clock is mtime, the alarm mtimecmp, both in a device (the CLINT): while mtime >= mtimecmp a timer interrupt is
# pending. It is taken between two instructions of the program, if mie.MTIE is set: in user mode that is enough.

        .equ    FINISHER, 0x100000      # 0x5555 stored here switches the machine off: all went well
        .equ    MTIMECMP, 0x2004000     # the alarm
        .equ    MTIME, 0x200bff8        # the clock: on this machine it counts instructions

        .equ    INTERVAL, 2000          # from one tick to the next
        .equ    TICKS, 20               # then the kernel has had enough
        .equ    TIMER, 7                # mcause of the machine's timer interrupt, its top bit aside
        .equ    MTIE, 1 << 7            # the bit for it in mie

        .bss
        .balign 16
frame:  .zero   8 * 32                  # xN of the program is at 8 * N
        .data
        .balign 8
        .globl  ticks
ticks:  .dword  0                       # how many timer interrupts there have been

        .text
        .globl  _start
_start:
        la      t0, trap_vector
        csrw    mtvec, t0
        la      t0, frame
        csrw    mscratch, t0
        li      t0, -1                  # user mode may use the memory
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0

        # Step 1: before a program gets the CPU, the alarm is set.
        # Your code goes here: mtimecmp = mtime + INTERVAL, and MTIE in mie (csrs sets the bits of a register).
        li      t0, MTIME
        ld      t1, 0(t0)
        li      t2, INTERVAL
        add     t1, t1, t2
        li      t0, MTIMECMP
        sd      t1, 0(t0)
        li      t0, MTIE
        csrs    mie, t0
        # Your code ends here.

        la      t0, user_main           # to user mode
        csrw    mepc, t0
        li      t0, 3 << 11
        csrc    mstatus, t0
        la      sp, user_stack
        mret

        .balign 4
        .globl  trap_vector
trap_vector:
        # Step 2: only three registers are needed here, so only three are saved.
        csrrw   a0, mscratch, a0
        sd      t0, 8 * 5(a0)
        sd      t1, 8 * 6(a0)
        sd      t2, 8 * 7(a0)

        # Step 3: is it the timer at all? Interrupts have the top bit of mcause set.
        csrr    t0, mcause
        bgez    t0, give_up

        # Step 4: one more tick.
        # Your code goes here: ticks = ticks + 1; when there have been TICKS, go to finish.
        la      t0, ticks
        ld      t1, 0(t0)
        addi    t1, t1, 1
        sd      t1, 0(t0)
        li      t2, TICKS
        bgeu    t1, t2, finish
        # Your code ends here.

        # Step 5: the next alarm. As long as the clock is behind the old one, the interrupt stays pending.
        # Your code goes here: mtimecmp = mtime + INTERVAL.
        li      t0, MTIME
        ld      t1, 0(t0)
        li      t2, INTERVAL
        add     t1, t1, t2
        li      t0, MTIMECMP
        sd      t1, 0(t0)
        # Your code ends here.

        # Step 6: back. mepc is the instruction that would have been next: it has not been executed yet.
        # Your code goes here: restore t0, t1, t2 and a0 (csrrw a0, mscratch, a0 once more), and mret.
        ld      t0, 8 * 5(a0)
        ld      t1, 8 * 6(a0)
        ld      t2, 8 * 7(a0)
        csrrw   a0, mscratch, a0
        mret
        # Your code ends here.

finish:
        li      t1, 0x5555
        li      t0, FINISHER
        sw      t1, 0(t0)
stop:
        j       stop

give_up:                                # a trap that nobody expected: status 9
        li      t1, 9 << 16 | 0x3333
        li      t0, FINISHER
        sw      t1, 0(t0)
        j       stop
