# Descriptors: open, read, close, dup and pipe, and what they refuse.
#include "print.S"
        .equ    ENOENT, 2
        .equ    EBADF, 9
        .equ    EFAULT, 14
        .equ    EINVAL, 22
        .equ    EMFILE, 24
        .equ    EROFS, 30
        .equ    EPIPE, 32
        .equ    ENAMETOOLONG, 36

        .macro  open path, flags
        la      a0, \path
        li      a1, \flags
        call    SYS_open
        .endm
        .macro  transfer number, descriptor, address, length
        li      a0, \descriptor
        la      a1, \address
        li      a2, \length
        call    \number
        .endm
        .macro  close descriptor
        li      a0, \descriptor
        call    SYS_close
        .endm

        open    nowhere, 0
        expect  -ENOENT, 1
        open    list, 1                 # to write
        expect  -EROFS, 2
        open    list, 0x1000
        expect  -EINVAL, 3
        li      a0, 0x80000000
        call    SYS_open
        expect  -EFAULT, 4
        open    longer, 0
        expect  -ENAMETOOLONG, 5

        open    list, 0                 # etc/programs: bin/files...
        expect  3, 6
        transfer SYS_write, 3, buffer, 1
        expect  -EBADF, 7
        transfer SYS_read, 3, buffer, 3
        expect  3, 8
        lbu     a0, buffer + 2
        expect  'n', 9
        li      a0, 3
        call    SYS_dup                 # the offset is shared
        expect  4, 10
        transfer SYS_read, 4, buffer, 1
        expect  1, 11
        lbu     a0, buffer
        expect  '/', 12
        close   3
        expect  0, 13
        transfer SYS_read, 3, buffer, 1
        expect  -EBADF, 14
        close   3
        expect  -EBADF, 15
        transfer SYS_read, 4, buffer, 1
        expect  1, 16
        transfer SYS_read, 4, _start, 1 # code cannot be written, not by the kernel either
        expect  -EFAULT, 17
        transfer SYS_read, 4, buffer, 4000
        transfer SYS_read, 4, buffer, 1 # the end
        expect  0, 18
        close   4
        close   -1
        expect  -EBADF, 19
        close   16
        expect  -EBADF, 20
        li      a0, 0x7fffffffffffffff
        call    SYS_dup
        expect  -EBADF, 21

        li      a0, 0x80000000
        call    SYS_pipe
        expect  -EFAULT, 22
        la      a0, _start
        call    SYS_pipe
        expect  -EFAULT, 23
        la      a0, ends
        call    SYS_pipe
        expect  0, 24
        ld      a0, ends                # 3 and 4
        li      t0, 4 << 32 | 3
        sub     a0, a0, t0
        expect  0, 25
        transfer SYS_write, 4, _start, 2048
        expect  2048, 26
        transfer SYS_write, 3, buffer, 1
        expect  -EBADF, 27
        transfer SYS_read, 4, buffer, 1
        expect  -EBADF, 28
        transfer SYS_read, 3, buffer, 4000
        expect  2048, 29
        ld      a0, buffer + 2040
        ld      t1, _start + 2040
        sub     a0, a0, t1
        expect  0, 30
        close   4
        transfer SYS_read, 3, buffer, 1 # nobody can write
        expect  0, 31
        close   3
        la      a0, ends
        call    SYS_pipe
        close   3
        transfer SYS_write, 4, buffer, 1 # nobody can read
        expect  -EPIPE, 32
        close   4

        # All descriptors are used up, and can be had again.
        li      s0, 6
1:      la      a0, ends
        call    SYS_pipe
        expect  0, 33
        addi    s0, s0, -1
        bnez    s0, 1b
        open    list, 0
        expect  15, 34
        open    list, 0
        expect  -EMFILE, 35
        li      a0, 0
        call    SYS_dup
        expect  -EMFILE, 36
        la      a0, ends
        call    SYS_pipe
        expect  -EMFILE, 37
        close   15
        la      a0, ends                # one is not enough
        call    SYS_pipe
        expect  -EMFILE, 38

        # Without standard output there is none.
        li      a0, 1
        call    SYS_dup
        expect  15, 39
        close   1
        transfer SYS_write, 1, list, 3
        expect  -EBADF, 40
        transfer SYS_write, 15, list, 3
        expect  3, 41
        li      a0, 15
        call    SYS_dup
        expect  1, 42

        li      a0, 8
        call    SYS_setpriority
        expect  -EINVAL, 43
        li      a0, 7
        call    SYS_setpriority
        expect  0, 44
        li      a0, 0
        call    SYS_settickets
        expect  -EINVAL, 45
        li      a0, 10001
        call    SYS_settickets
        expect  -EINVAL, 46
        li      a0, 50
        call    SYS_settickets
        expect  1, 47
        call    SYS_fork                # a child inherits both
        bnez    a0, 1f
        li      a0, 0
        call    SYS_setpriority
        mv      s0, a0
        li      a0, 1
        call    SYS_settickets
        add     a0, a0, s0
        call    SYS_exit
1:      la      a0, ends
        call    SYS_wait
        lw      a0, ends
        expect  57, 48
        end_of_checks

        .section .rodata
nowhere: .asciz "nowhere"
list:   .asciz  "/etc/programs"
longer: .fill   200, 1, 'x'
        .byte   0
        .bss
        .balign 8
ends:   .skip   8
buffer: .skip   4096
