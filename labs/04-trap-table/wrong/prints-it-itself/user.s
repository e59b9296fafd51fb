# user.s - the program that runs in user mode above your trap handler. It is as it is: your part is kernel.s.
#
# It asks the kernel for things as programs do everywhere: number in a7, argument in a0, then ecall.
#   a7 = 1   print the character in a0
#   a7 = 2   how many traps have there been? The answer comes in a0
#   a7 = 3   this was all; a0 is the exit status
# In between it tries two instructions that only the kernel may execute. And it notices when registers get lost:
# before each trap every register has a value of its own, and behind it `lost` gets a bit for each that has changed.

        .data
        .balign 8
        .globl  lost, answer
lost:   .dword  0                       # bit N: register xN was not what it had been
answer: .dword  0                       # what the kernel has said to the question of a7 = 2

        # One trap with all registers full: x1, x3 to x9 and x11 to x31 have values that belong to them.
        # sp (x2) is the stack, a0 (x10) the argument, a7 (x17) the number of the call.
        .macro  fill register, number
        li      \register, 0x5a000000 + \number * 0x10101
        .endm
        .macro  compare register, number
        li      a0, 0x5a000000 + \number * 0x10101
        beq     \register, a0, 1f
        li      a0, 1 << \number
        la      a1, lost
        ld      a2, 0(a1)
        or      a2, a2, a0
        sd      a2, 0(a1)
        li      a1, 0x5a000000 + 11 * 0x10101
        li      a2, 0x5a000000 + 12 * 0x10101
1:
        .endm
        .macro  each_register what
        \what   ra, 1
        \what   gp, 3
        \what   tp, 4
        \what   t0, 5
        \what   t1, 6
        \what   t2, 7
        \what   s0, 8
        \what   s1, 9
        \what   a1, 11
        \what   a2, 12
        \what   a3, 13
        \what   a4, 14
        \what   a5, 15
        \what   a6, 16
        \what   s2, 18
        \what   s3, 19
        \what   s4, 20
        \what   s5, 21
        \what   s6, 22
        \what   s7, 23
        \what   s8, 24
        \what   s9, 25
        \what   s10, 26
        \what   s11, 27
        \what   t3, 28
        \what   t4, 29
        \what   t5, 30
        \what   t6, 31
        .endm
        .macro  say character
        each_register fill
        li      a0, \character
        li      a7, 1
        ecall
        each_register compare
        .endm

        .text
        .globl  user_main
user_main:
        say     'O'
        say     'K'

        each_register fill
        csrr    a0, mstatus             # not in user mode: illegal instruction
        each_register compare

        say     '\n'
        csrw    mtvec, zero             # nor this: it would take your handler away

        li      a7, 2                   # how many traps so far?
        ecall
        la      t0, answer
        sd      a0, 0(t0)

        la      t0, lost                # the exit status: 1 if registers got lost
        ld      a0, 0(t0)
        snez    a0, a0
        li      a7, 3
        ecall
never:
        j       never

        .bss
        .balign 16
        .zero   1024
        .globl  user_stack
user_stack:                             # it grows downward from here
