# arguments.s - prints what it was started with: its own name and each argument, one to a line.
#
# Whoever makes a process puts the arguments on its stack before the first instruction runs. main finds
#   a0 = argc     how many there are, the program's own name included
#   a1 = argv     the address of a table of so many addresses, one for each text; behind the last one is a 0
# A text ends with a byte 0.

        .section .rodata
newline:
        .ascii  "\n"

        .text
        .globl  main
main:
        addi    sp, sp, -32             # room on the stack for what must survive a call
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        mv      s0, a0                  # s0 = how many arguments are left
        mv      s1, a1                  # s1 = where in the table we are

        # Your code goes here: for each entry of the table, call print_line with a0 = the address of its text.
        addi    s1, s1, 8               # the name of the program is no argument
        addi    s0, s0, -1
        beqz    s0, done
next:
        ld      a0, 0(s1)               # the address of the text
        call    print_line
        addi    s1, s1, 8               # an address has eight bytes
        addi    s0, s0, -1
        bnez    s0, next
done:
        # Your code ends here.

        li      a0, 0                   # all went well
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# print_line(a0 = address of a text): the text, and a new line. Like any function it may change a0 to a7 and t0 to t6.
print_line:
        mv      a1, a0                  # where the text begins
length:
        lbu     t0, 0(a0)               # go on until the byte 0
        beqz    t0, found
        addi    a0, a0, 1
        j       length
found:
        sub     a2, a0, a1              # its length
        li      a0, 1                   # write(1, text, length)
        li      a7, SYS_write
        ecall
        li      a0, 1                   # write(1, newline, 1)
        la      a1, newline
        li      a2, 1
        li      a7, SYS_write
        ecall
        ret
