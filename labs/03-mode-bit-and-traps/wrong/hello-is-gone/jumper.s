# jumper.s - goes on at an address where there is data, no code: instruction page fault (cause 12).

        .data
        .balign 8
data:   .word   0x00008067              # the word for `ret`: an instruction, but in the wrong place

        .text
        .globl  main
main:
        # Your code goes here: jump to data (`la t0, data`, then `jr t0`).
        li      a7, SYS_yield           # hello shall be done before it can be hurt
        ecall
        la      t0, data
        jr      t0
        # Your code ends here.

        li      a0, 0
        ret
