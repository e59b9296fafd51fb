# greedy.s - gets the CPU and never gives it back.

        .data
        .balign 8
rounds: .dword  0                       # how far it has come

        .text
        .globl  main
main:
        # Your code goes here: for ever, one more round, and the new number to rounds. No system call.
        la      t0, rounds
        li      t1, 0
again:
        addi    t1, t1, 1
        j       again
        # Your code ends here.

        li      a0, 0
        ret
