# Executes its stack.
# Expected: instruction page fault (12), stval 0x1fff000.

        .text
        .globl  main
main:
        li      t0, 0x1fff000
        li      t1, 0x00008067          # ret
        sw      t1, 0(t0)
        fence.i
        jr      t0
        li      a0, 1                   # still here: nothing stopped it
        ret
