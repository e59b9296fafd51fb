# Jump tables, structures by offset, sorted search, pointers between sections.
        .set    entry_key, 0
        .set    entry_value, 8
        .set    entry_size, 16
        .text
        .globl  _start, dispatch
_start: la      s0, entries
        la      s1, entries_end
        li      a0, 30
        sub     a1, s1, s0
        srai    a1, a1, 4
search: beqz    a1, missing
        srli    t0, a1, 1
        slli    t1, t0, 4
        add     t1, t1, s0
        ld      t2, entry_key(t1)
        beq     t2, a0, found
        bltu    t2, a0, right
        mv      a1, t0
        j       search
right:  addi    s0, t1, entry_size
        sub     a1, a1, t0
        addi    a1, a1, -1
        j       search
found:  ld      a0, entry_value(t1)
missing:
        lw      a1, number
        ld      a2, pointer
        sw      a1, number, t3
        sb      zero, flag, t4
        lui     t0, %hi(number)
        lw      t1, %lo(number)(t0)
        sw      t1, %lo(number + 4)(t0)
1:      auipc   t0, %pcrel_hi(pointer)
        ld      t1, %pcrel_lo(1b)(t0)
dispatch:
        li      t0, 3
        bgeu    a0, t0, default
        slli    a0, a0, 3
        la      t0, jumps
        add     t0, t0, a0
        ld      t0, 0(t0)
        jr      t0
case0:  ret
case1:  ret
default:
        ret
        .section .rodata
        .p2align 3
jumps:  .dword  case0, case1, default
differences:
        .word   case0 - jumps, case1 - dispatch
        .word   . - differences
        .data
        .align  4
entries:
        .dword  10, 1
        .dword  20, 2, 30, 3
entries_end:
number: .word   7, 8
flag:   .byte   1
        .align  3
pointer:
        .dword  number, entries + 2 * entry_size, pointer - entries
        .fill   3, 4, 0x01020304
        .fill   2, 8
        .org    entries + 200
        .byte   0xee
        .comm   shared, 40, 8
        .lcomm  private, 12
        .local  also_private
        .comm   also_private, 4, 4
