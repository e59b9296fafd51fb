# String loops, in the style of a first course.
        .data
hello:  .asciz  "Hello, \"world\"!\t\\ \101\x42\n"
        .ascii  "abc" "def", "ghi"
        .string "one", "two"
empty:  .string ""
        .equ    hello_length, empty - hello
        .bss
buffer: .zero   64
        .text
        .globl  _start
_start: la      a0, hello
        call    strlen
        la      a1, buffer
        la      a2, hello
        jal     strcpy
        la      a0, buffer
        la      a1, hello
        jal     ra, strcmp
        bnez    a0, fail
        li      a0, 0
        li      a7, 93
        ecall
fail:   li      a0, 1
        li      a7, 93
        ecall

strlen: mv      t0, a0
1:      lbu     t1, (t0)
        beqz    t1, 2f
        addi    t0, t0, 1
        j       1b
2:      sub     a0, t0, a0
        ret

strcpy: lbu     t0, 0(a2)
        sb      t0, 0(a1)
        addi    a1, a1, 1
        addi    a2, a2, 1
        bne     t0, zero, strcpy
        jr      ra

strcmp: lbu     t0, 0(a0)
        lbu     t1, 0(a1)
        bne     t0, t1, 1f
        beq     t0, x0, 1f
        addi    a0, a0, 1
        addi    a1, a1, 1
        j       strcmp
1:      sub     a0, t0, t1
        jalr    zero, 0(ra)
        .size   strcmp, . - strcmp
        .type   strcmp, @function
