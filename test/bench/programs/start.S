# Start of every benchmark: a stack, the work, and the finisher of the virt board.
.section .text.start, "ax"
.globl _start
_start:
    la   sp, stack_top
    call work
    la   t0, result
    sd   a0, 0(t0)
    li   t0, 0x100000
    li   t1, 0x5555
    sw   t1, 0(t0)
1:  j    1b

.bss
.globl result
.balign 16
result:
    .zero 8
.balign 16
    .zero 65536
stack_top:
