# Instructions by their fields.
        .globl  _start
        .text
_start: .insn   r 0x33, 0, 0, a0, a1, a2
        .insn   r OP, 4, 1, a0, a1, a2
        .insn   i 0x13, 0, a0, a1, -13
        .insn   i LOAD, 3, a0, 16(a1)
        .insn   i OP_IMM_32, 0, a0, a1, 7
        .insn   s STORE, 2, a0, -4(sp)
        .insn   sb BRANCH, 1, a0, a1, target
        .insn   b 0x63, 5, a0, a1, _start
        .insn   u LUI, a0, 0x12345
        .insn   uj JAL, ra, target
        .insn   j JAL, zero, _start
        .insn   r CUSTOM_0, 7, 127, a0, a1, a2
        .insn   r4 MADD, 0, 3, a0, a1, a2, a3
        .insn   0x00000013
        .insn   4, 0x0010029b
target: ret
upper:  .insn   u AUIPC, a0, %pcrel_hi(value)
        .insn   i LOAD, 3, a0, %pcrel_lo(upper)(a0)
        .insn   i OP_IMM, 0, a0, a1, %pcrel_lo(upper)
        .insn   u LUI, a1, %hi(value)
        .insn   i OP_IMM, 0, a1, a1, %lo(value)
        .insn   s STORE, 3, a0, %lo(value)(a1)
        .insn   i LOAD, 3, a0, (a1)
        .insn   s STORE, 3, a0, (4 + 4)(a1)
        li      a2, %lo(value)
        .data
        .space  0x7fc
value:  .dword  1
