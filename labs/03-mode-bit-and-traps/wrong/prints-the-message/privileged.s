# privileged.s - a door that is no door: an instruction that exists, but only for the kernel.
#
# The CPU knows the instruction. It looks at the mode bit, and traps: illegal instruction (cause 2).

        .section .rodata
message:
        .ascii  "[kernel] pid 1 (privileged) killed: illegal instruction (scause 2) at pc 0x1014, instruction 0x18001073: only the kernel may execute it\n"
        .equ    length, . - message

        .text
        .globl  main
main:
        # Your code goes here: one instruction that only the kernel may execute.
        li      a0, 1
        la      a1, message
        li      a2, length
        li      a7, SYS_write
        ecall
        li      a0, 130
        li      a7, SYS_exit
        ecall
        # Your code ends here.

        li      a0, 0
        ret
