# privileged.s - a door that is no door: an instruction that exists, but only for the kernel.
#
# The CPU knows the instruction. It looks at the mode bit, and traps: illegal instruction (cause 2).

        .text
        .globl  main
main:
        # Your code goes here: one instruction that only the kernel may execute.
        li      a7, SYS_yield           # hello shall be done before it can be hurt
        ecall
        csrw    satp, zero              # no page tables any more, please
        # Your code ends here.

        li      a0, 0
        ret
