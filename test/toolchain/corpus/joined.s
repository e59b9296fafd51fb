# Texts and constants that a linker joins: equal ones, and those that others end with.
        .globl  _start
        .text
_start: lla     a0, world
        lla     a1, hello
        lla     a2, again
        lla     a3, five
        lla     a4, fifth
        ret
        .section .rodata.str1.1, "aMS", @progbits, 1
world:  .string "world"
hello:  .string "hello world"
again:  .string "world"
number: .string "%d\n"
sum:    .string "sum %d\n"
empty:  .string ""
        .section .rodata.str1.8, "aMS", @progbits, 1
        .align  3
one:    .string "one"
        .align  3
two:    .string "two and one"
        .align  3
three:  .string "one"
        .section .rodata.str4.4, "aMS", @progbits, 4
        .align  2
wide:   .string32 "ab"
end:    .string32 "b"
        .section .rodata.cst4, "aM", @progbits, 4
        .align  2
five:   .word   5
six:    .word   6
fifth:  .word   5
        .section .rodata.cst16, "aM", @progbits, 16
        .align  4
pair:   .dword  1, 2, 3, 4, 1, 2
        .data
        .dword  world, hello, again, again + 1, number, sum, empty
        .dword  one, two, three, wide, end, six, pair, pair + 32
