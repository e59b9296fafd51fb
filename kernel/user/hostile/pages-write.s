# Writes to memory in which page tables lie.
# Expected: store page fault (15), stval 0x80300000.

        .text
        .globl  main
main:
        li      t0, 0x80300000
        li      t1, 0x200000df          # an entry: all of the kernel, for everybody
        sd      t1, 0(t0)
        li      a0, 1                   # still here: nothing stopped it
        ret
