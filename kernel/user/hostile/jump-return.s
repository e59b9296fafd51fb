# Returns into the kernel.
# Expected: instruction page fault (12), stval 0x80001000.

        .text
        .globl  main
main:
        li      ra, 0x80001000
        ret
        li      a0, 1                   # still here: nothing stopped it
        ret
