# Pointers that are no multiples of anything work, as long as they stay in its memory.
# Expected: exit status 0.

        .text
        .globl  main
main:
        la      a0, ends+3
        li      a7, SYS_pipe
        ecall
        bnez    a0, wrong
        li      a0, 3
        li      a7, SYS_close
        ecall
        bnez    a0, wrong
        li      a0, 4
        li      a7, SYS_close
        ecall
        bnez    a0, wrong
        li      a0, 0x1fffffd
        li      a7, SYS_pipe
        ecall                           # runs into the devices
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0x1ffffff
        li      a7, SYS_wait
        ecall
        li      t0, -14                 # EFAULT
        bne     a0, t0, wrong
        li      a0, 0
        ret
wrong:  li      a0, 1
        ret

        .bss
ends:   .skip   16
