# What system calls answer to good and to bad arguments.
#include "print.S"
        .equ    EBADF, 9
        .equ    ENOMEM, 12
        .equ    EFAULT, 14
        .equ    EINVAL, 22
        .equ    ENOSYS, 38

        .macro  write_to address, length
        li      a0, 1
        li      a1, \address
        li      a2, \length
        call    SYS_write
        .endm

        write_to 0x80000000, 8          # the kernel
        expect  -EFAULT, 1
        write_to 0x10000000, 1          # a device
        expect  -EFAULT, 2
        write_to 0, 1                   # the null pointer
        expect  -EFAULT, 3
        write_to -1, 2                  # wraps round
        expect  -EFAULT, 4
        write_to 0x1000, -1             # a huge length
        expect  -EFAULT, 5
        write_to 0x1fffff8, 16          # begins on the stack, ends on a device
        expect  -EFAULT, 6
        write_to 0x8000000000001000, 1  # not an address of Sv39
        expect  -EFAULT, 7
        write_to 0x1fef000, 1           # the guard page
        expect  -EFAULT, 8
        write_to 0x1000, 0              # nothing
        expect  0, 9
        li      a0, 7                   # no such descriptor
        li      a1, 0x1000
        li      a2, 1
        call    SYS_write
        expect  -EBADF, 10

        li      a0, 5
        call    0                       # wild numbers
        expect  -ENOSYS, 11
        call    99
        expect  -ENOSYS, 12
        call    -1
        expect  -ENOSYS, 13
        call    0x7fffffffffffffff
        expect  -ENOSYS, 14

        li      a0, -1
        call    SYS_sleep
        expect  -EINVAL, 15
        li      a0, 0
        call    SYS_sleep
        expect  0, 16
        call    SYS_uptime
        mv      s0, a0
        li      a0, 3
        call    SYS_sleep
        expect  0, 17
        call    SYS_uptime
        sub     a0, a0, s0
        sltiu   a0, a0, 3               # at least 3 ticks have passed
        expect  0, 18
        call    SYS_yield
        expect  0, 19

        li      a0, 0
        call    SYS_sbrk
        mv      s0, a0
        li      a0, 10000
        call    SYS_sbrk
        sub     a0, a0, s0              # the old end
        expect  0, 20
        li      t2, 10000
        add     t2, t2, s0
        ld      a0, -8(t2)              # new memory is zero, to its end
        expect  0, 21
        sd      t2, -8(t2)
        sd      t2, 0(s0)
        li      a0, -10000
        call    SYS_sbrk
        li      a0, 0
        call    SYS_sbrk
        sub     a0, a0, s0              # and back
        expect  0, 22
        li      a0, -1                  # into the program
        call    SYS_sbrk
        expect  -EINVAL, 23
        li      a0, 0x2000000           # into the stack
        call    SYS_sbrk
        expect  -ENOMEM, 24
        li      a0, 0x8000000000000000
        call    SYS_sbrk
        expect  -EINVAL, 25
        li      a0, 0x7fffffffffffffff
        call    SYS_sbrk
        expect  -ENOMEM, 26
        li      a0, 4096                # given back and taken again: zero again
        call    SYS_sbrk
        ld      a0, 0(s0)
        expect  0, 27
        end_of_checks
