# A branch into a section that comes later, to a label behind something of open size.
        .globl  main
main:   beqz    a0, far
        la      a1, far
        .section .text.cold, "ax"
        beqz    a0, main
far:    ret
