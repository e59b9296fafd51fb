# probe.s - finds out what a process may touch, by trying.
#
# To try what is forbidden costs one's life. So for each try there is a child of its own: it touches, and ends with
# status 0 if it is still there. The parent waits for it, and writes down what came of it.

        .equ    COUNT, 8

        .section .rodata
        .balign 8
addresses:                              # what is tried
        .dword  0                       # 0 a null pointer
        .dword  main                    # 1 the code
        .dword  addresses               # 2 constants
        .dword  readable                # 3 static data
        .dword  0x1fffff0               # 4 the stack
        .dword  0x1fef000               # 5 below the stack
        .dword  0x10000000              # 6 a device
        .dword  0x80000000              # 7 the kernel

        .data
        .balign 8
        .globl  readable, writable
readable: .zero COUNT                   # a byte for each address: 1 if it can be read
writable: .zero COUNT                   # 1 if it can be written
        .balign 8
status: .dword  0

        .text
        .globl  main
main:
        la      t0, readable            # as in the address space view
        li      t1, 0x0000000101010100
        sd      t1, 0(t0)
        la      t0, writable
        li      t1, 0x0000000101000000
        sd      t1, 0(t0)
        li      a0, 0
        ret
        addi    sp, sp, -16
        sd      ra, 8(sp)
        li      s0, 0                   # which address
each:
        slli    t0, s0, 3
        la      t1, addresses
        add     t1, t1, t0
        ld      s1, 0(t1)               # the address

        mv      a0, s1
        call    try_read
        la      t0, readable
        add     t0, t0, s0
        sb      a0, 0(t0)

        mv      a0, s1
        call    try_write
        la      t0, writable
        add     t0, t0, s0
        sb      a0, 0(t0)

        addi    s0, s0, 1
        li      t0, COUNT
        bne     s0, t0, each
        ld      ra, 8(sp)
        addi    sp, sp, 16
        li      a0, 0
        ret

# try_read(a0 = address): 1 if a child could read the byte there, else 0
try_read:
        # Your code goes here: fork (a7 = SYS_fork; the child gets 0 in a0, the parent something else). The child reads
        # a byte at the address and exits with status 0 (SYS_exit). The parent waits (SYS_wait, a0 = address of status),
        # and answers 1 if the status is 0. Of a child that was killed it is something else.
        mv      t3, a0
        li      a7, SYS_fork
        ecall
        bnez    a0, outcome
        lbu     t0, 0(t3)
        li      a7, SYS_exit            # a0 is 0
        ecall
outcome:
        la      a0, status
        li      a7, SYS_wait
        ecall
        lw      t0, status
        seqz    a0, t0
        # Your code ends here.
        ret

# try_write(a0 = address): 1 if a child could write the byte there, else 0
try_write:
        # Your code goes here: the same with a store. It changes only the memory of the child.
        mv      t3, a0
        li      a7, SYS_fork
        ecall
        bnez    a0, outcome
        sb      zero, 0(t3)
        li      a7, SYS_exit
        ecall
        # Your code ends here.
        ret
