# loop-a.s - counts for ever and never gives the CPU back.
#
# There is no system call in this loop. Run it together with loop-b.s: both make progress all the same,
# because the timer interrupts whoever runs, and the kernel then lets the other one run.

        .data
        .balign 8
counter:
        .dword  0                       # how far we are; look at it in the debugger: counter

        .text
        .globl  main
main:
        la      t0, counter             # t0 = where the counter is in memory
        li      t1, 0                   # t1 = its value
loop:
        addi    t1, t1, 1               # one more round
        sd      t1, 0(t0)               # leave it in memory, where one can see it
        j       loop                    # and again: nothing in here asks the kernel for anything
