# Stops the CPU until the next interrupt.
# Expected: illegal instruction (2), stval 0x10500073.

        .text
        .globl  main
main:
        wfi
        li      a0, 1                   # still here: nothing stopped it
        ret
