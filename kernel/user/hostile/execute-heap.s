# Executes its heap.
# Expected: instruction page fault (12), stval heap.

        .text
        .globl  main
main:
        li      a0, 4096
        li      a7, SYS_sbrk
        ecall
        li      t1, 0x00008067          # ret
        sw      t1, 0(a0)
        fence.i
        jr      a0
        li      a0, 1                   # still here: nothing stopped it
        ret
