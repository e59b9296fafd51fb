# Reserves a word of the kernel, for a later store.
# Expected: load page fault (13), stval 0x80008008.

        .text
        .globl  main
main:
        li      t0, 0x80008008
        lr.d    t0, (t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
