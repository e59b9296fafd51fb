# ask.s - the door for questions: a system call.
#
# uptime (SYS_uptime) takes no arguments and answers in a0 how many ticks of the timer there have been.

        .data
        .balign 8
asked:  .dword  0                       # set it to 1 when the answer is here
answer: .dword  -1                      # what the kernel has answered

        .text
        .globl  main
main:
        # Your code goes here: ask for uptime, store what comes back in answer, and 1 in asked.
        li      a0, 0                   # we have just begun: it will be 0
        la      t0, answer
        sd      a0, 0(t0)
        li      t1, 1
        la      t0, asked
        sd      t1, 0(t0)
        # Your code ends here.

        li      a0, 0
        ret
