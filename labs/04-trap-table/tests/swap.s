# swap.s - a program in user mode that changes the trap table: nothing protects it here. Whoever handles traps by the
# table then calls `swapped`, in machine mode.

        .data
        .balign 8
        .globl  was_called
was_called: .dword 0
        .globl  lost, answer
lost:   .dword  0
answer: .dword  0

        .text
        .globl  user_main
user_main:
        la      t0, trap_table
        la      t1, swapped
        sd      t1, 8 * 2(t0)
        csrr    t2, mstatus             # illegal instruction: entry 2
        li      a0, 0
        li      a7, 3
        ecall
        j       .

swapped:
        la      t0, was_called
        li      t1, 1
        sd      t1, 0(t0)
        csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        ret

        .bss
        .balign 16
        .zero   1024
        .globl  user_stack
user_stack:
