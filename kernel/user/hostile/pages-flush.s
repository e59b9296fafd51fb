# Makes the CPU forget its translations.
# Expected: illegal instruction (2), stval 0x12000073.

        .text
        .globl  main
main:
        sfence.vma zero, zero
        li      a0, 1                   # still here: nothing stopped it
        ret
