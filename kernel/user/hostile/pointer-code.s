# Has the kernel change its code and its constants for it.
# Expected: exit status 0.

        .text
        .globl  main
main:
        la      a0, main
        li      a7, SYS_pipe
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        la      a0, constant
        li      a7, SYS_pipe
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        la      a1, main
        li      a2, 4
        li      a7, SYS_read
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        la      a0, constant
        li      a7, SYS_wait
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .section .rodata
        .balign 8
constant: .dword 0
