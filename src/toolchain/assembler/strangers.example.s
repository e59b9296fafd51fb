        .globl  main
        .macro  foo (%a)        # says: parameters stand without parentheses and %: .macro name a, b; in the body they are \a and \b
        li      a0, %a
        .end_macro              # says: did you mean '.endm'?
        .asciiz "x"             # says: did you mean '.asciz'?
        .word   1 2             # says: is a comma missing in front of it?
        .word   0:20            # says: .fill 20, 4, 0 stores it 20 times
        .import "x.s"           # says: did you mean '.include'?
        .equ    N 4             # says: write it as .equ    N, 4
x:      db      1               # says: .byte stores bytes, .ascii and .asciz texts
        .entry  main            # says: a program begins at main: or _start:, which .globl offers
main:   li      a0, $5          # says: numbers stand without $: 5
        аddi    a0, a0, 1       # says: there is a Greek or Cyrillic letter in it that looks like a Latin one (found U+0430)
        li      a0，5           # says: there is a wide character in it that looks like a plain one (found U+FF0C)
        .ascii  “hello”         # says: texts stand between plain quotes: "text" (found U+201C)
        .equ    BUFSZ, 64
        .space  BUFZ            # says: did you mean 'BUFSZ'?
        c.addi16sp 32           # says: write it as c.addi16sp sp, imm
        add     $t0, $t1, $t2   # says: did you mean 't0'?
