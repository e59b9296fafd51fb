# spy.s - looks where no program should be able to look.
#
# Two things belong to the kernel alone: its memory, which begins at 0x80000000, and registers such as satp, which says
# which page table the CPU uses. With direct execution nothing keeps a program from either of them.

        .equ    KERNEL, 0x80000000
        .equ    COUNT, 8                # doublewords

        .data
        .balign 8
loot:   .dword  0x3022907352fde951, 0x3b02907330329073, 0x52f53a02907342fd, 0x429d30a2a07312f6, 0x1062907330629073, 0x3002907302ae4285, 0x102829300000297, 0x3020007334129073     # seen in the debugger
table:  .dword  0                       # for what is in satp

        .text
        .globl  main
main:
        # Your code goes here: first copy COUNT doublewords from KERNEL to loot, then satp (csrr t0, satp) to table.
        csrr    t0, satp
        la      t1, table
        sd      t0, 0(t1)
        # Your code ends here.

        li      a0, 0
        ret
