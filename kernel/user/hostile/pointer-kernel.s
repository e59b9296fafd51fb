# Has the kernel read and write its own memory for it.
# Expected: exit status 0.

        .text
        .globl  main
main:
        li      a0, 1
        li      a1, 0x80000000
        li      a2, 8
        li      a7, SYS_write
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        li      a1, 0x80000000
        li      a2, 8
        li      a7, SYS_read
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0x80000000
        li      a7, SYS_wait
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0x80000000
        li      a7, SYS_pipe
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0x80000000
        li      a1, 0
        li      a7, SYS_open
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0x80000000
        li      a1, 0
        li      a7, SYS_exec
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        la      a0, path
        li      a1, 0x80000000
        li      a7, SYS_spawn
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .section .rodata
path:   .asciz  "nothing"
