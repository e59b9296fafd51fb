# sandbox.s - somebody's table, which others may use; and what they may not. Read it, do not change it.
#
# lookup(a0 = index) uses line number table[index], if the index is one of the table: 0 to 7. It answers 1, or 0 if it is not.

        .data
        .balign 64
        .globl  table, hidden
table:  .byte   1, 2, 3, 4, 5, 6, 7, 8
length: .dword  8
hidden: .ascii  "pa$$word"              # 8 bytes, which are not in the table

        .text
        .globl  lookup
        .balign 64
lookup:
        ld      t0, length
        bgeu    a0, t0, outside         # the check
        la      t1, table
        add     t1, t1, a0
        lbu     t1, 0(t1)
        slli    t1, t1, 9               # 512 times
        la      t2, lines
        add     t1, t1, t2
        lbu     t1, 0(t1)
        li      a0, 1
        ret
outside:
        li      a0, 0
        ret
