# Switches all interrupts off, and the timer with them.
# Expected: illegal instruction (2), stval 0x10401073.

        .text
        .globl  main
main:
        csrw    sie, zero
        li      a0, 1                   # still here: nothing stopped it
        ret
