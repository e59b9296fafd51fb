# fork, exec, spawn, wait, kill: what they do, and what they answer when they cannot.
#include "print.S"
        .equ    EPERM, 1
        .equ    ENOENT, 2
        .equ    ESRCH, 3
        .equ    E2BIG, 7
        .equ    ENOEXEC, 8
        .equ    ECHILD, 10
        .equ    EFAULT, 14
        .equ    ENAMETOOLONG, 36

        li      t0, 2
        beq     a0, t0, second_life     # family x: after exec and spawn

        li      a0, 0
        call    SYS_wait
        expect  -ECHILD, 1

        # A child is a copy: it sees what the parent wrote before, not what it writes after.
        li      s1, 7
        sd      s1, word, t0
        call    SYS_fork
        bnez    a0, 1f
        ld      a0, word
        expect  7, 2
        li      a0, 2                   # the parent writes meanwhile
        call    SYS_sleep
        ld      a0, word
        expect  7, 3
        mv      a0, s1
        expect  7, 4
        sd      zero, word, t0
        exit    42
1:      mv      s0, a0
        li      t0, 8
        sd      t0, word, t1
        la      a0, status
        call    SYS_wait
        sub     a0, a0, s0
        expect  0, 5
        lw      a0, status
        expect  42, 6
        ld      a0, word
        expect  8, 7
        li      a0, 0                   # it is gone
        call    SYS_wait
        expect  -ECHILD, 8

        # wait with a pointer nobody may write to leaves the child alone.
        call    SYS_fork
        bnez    a0, 1f
        exit    1
1:      mv      s0, a0
        li      a0, 0x80000000
        call    SYS_wait
        expect  -EFAULT, 9
        la      a0, _start
        call    SYS_wait
        expect  -EFAULT, 10
        li      a0, 0
        call    SYS_wait
        sub     a0, a0, s0
        expect  0, 11

        # A child that loops, one that sleeps, and the caller's neighbour.
        call    SYS_fork
        bnez    a0, 1f
2:      j       2b
1:      mv      s0, a0
        call    SYS_kill
        expect  0, 12
        la      a0, status
        call    SYS_wait
        sub     a0, a0, s0
        expect  0, 13
        lw      a0, status
        expect  -1, 14
        call    SYS_fork
        bnez    a0, 1f
        li      a0, 1000000
        call    SYS_sleep
        exit    1
1:      mv      s0, a0
        call    SYS_yield
        mv      a0, s0
        call    SYS_kill
        expect  0, 15
        li      a0, 0
        call    SYS_wait
        sub     a0, a0, s0
        expect  0, 16
        mv      a0, s0
        call    SYS_kill
        expect  -ESRCH, 17
        li      a0, 0
        call    SYS_kill
        expect  -ESRCH, 18
        li      a0, -1
        call    SYS_kill
        expect  -ESRCH, 19
        li      a0, 2                   # the neighbour
        call    SYS_kill
        expect  -EPERM, 20

        # A fault of a child is told to its parent.
        call    SYS_fork
        bnez    a0, 1f
        ld      t0, 0(zero)
1:      la      a0, status
        call    SYS_wait
        lw      a0, status
        expect  128 + 13, 21

        # exec that fails leaves everything as it was.
        .macro  check_call number, error, check
        call    \number
        expect  -\error, \check
        .endm
        .irp    number, SYS_exec, SYS_spawn
        la      a0, nowhere
        li      a1, 0
        check_call \number, ENOENT, 22
        la      a0, list
        li      a1, 0
        check_call \number, ENOEXEC, 23
        li      a0, 0x80000000
        li      a1, 0
        check_call \number, EFAULT, 24
        li      a0, 0x1ffffff
        sb      a0, 0(a0)
        li      a1, 0
        check_call \number, EFAULT, 25   # runs out of user space
        la      a0, longer
        li      a1, 0
        check_call \number, ENAMETOOLONG, 26
        la      a0, self
        li      a1, 0x80000000
        check_call \number, EFAULT, 27
        la      a0, self
        la      a1, wild
        check_call \number, EFAULT, 28
        la      a0, self
        la      a1, big
        check_call \number, E2BIG, 29
        .endr
        ld      a0, word
        expect  8, 30

        # spawn, by bare name and with arguments; exec in a child.
        la      a0, self
        la      a1, arguments
        call    SYS_spawn
        mv      s0, a0
        la      a0, status
        call    SYS_wait
        sub     a0, a0, s0
        expect  0, 31
        lw      a0, status
        expect  5, 32
        call    SYS_fork
        bnez    a0, 1f
        la      a0, path
        la      a1, arguments
        call    SYS_exec
1:      la      a0, status
        call    SYS_wait
        lw      a0, status
        expect  5, 33
        end_of_checks

second_life:
        ld      t0, 8(a1)               # argv[1]
        lbu     a0, 0(t0)
        expect  'x', 40
        ld      a0, 16(a1)
        expect  0, 41
        ld      a0, word                # fresh data
        expect  0, 42
        exit    5

        .section .rodata
nowhere: .asciz "bin/nowhere"
list:   .asciz  "etc/programs"
self:   .asciz  "family"
path:   .asciz  "/bin/family"
x:      .asciz  "x"
longer: .fill   100, 1, 'x'
        .byte   0
        .balign 8
arguments: .dword self, x, 0
wild:   .dword  self, 0x80000000, 0
big:    .rept   65
        .dword  self
        .endr
        .dword  0
        .data
        .balign 8
word:   .dword  0
status: .word   0
