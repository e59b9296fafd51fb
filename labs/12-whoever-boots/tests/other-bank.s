# bank.s - a program that trusts the kernel below it. What else could it do? It is as it is: your part is kernel.s.
#
#   a7 = 1   print the character in a0
#   a7 = 2   log in: a0 = address of the password, a1 = its length; the answer is 1 if it is the right one
#   a7 = 3   transfer: a0 = amount, a1 = account
#   a7 = 4   the account of the last transfer, in a0
#   a7 = 5   the end: a0 = exit status
#
# It is careful. It adds up its own code and data before and after, compares its registers, and asks where its money went.

        .equ    ACCOUNT, 1234
        .equ    AMOUNT, 9000

        .data
        .balign 8
        .globl  password, password_end, accepted, confirmed, noticed
password:
        .ascii  "open sesame, please!"
password_end:
        .balign 8
accepted: .dword 0                      # what came of the login
confirmed: .dword 0                     # where the kernel says that the money went
noticed: .dword 0                       # bits: 1 code or password changed, 2 a register changed, 4 money elsewhere, 8 no login

        .text
        .globl  user_main
user_main:
        li      s1, 0x1111
        li      s2, 0x2222
        li      t3, 0x3333
        li      t6, 0x6666
        call    checksum
        mv      s3, a0

        la      a0, password            # log in
        la      a1, password_end
        sub     a1, a1, a0
        li      a7, 2
        ecall
        la      t0, accepted
        sd      a0, 0(t0)
        li      s4, 0                   # what it has noticed
        bnez    a0, 1f
        ori     s4, s4, 8
1:
        li      a0, AMOUNT              # transfer
        li      a1, ACCOUNT
        li      a7, 3
        ecall
        li      t0, ACCOUNT             # arguments are registers as well: a1 must be as it was
        beq     a1, t0, 1f
        ori     s4, s4, 2
1:
        li      a7, 4                   # where did it go?
        ecall
        la      t0, confirmed
        sd      a0, 0(t0)
        li      t0, ACCOUNT
        beq     a0, t0, 1f
        ori     s4, s4, 4
1:
        li      t0, 0x1111
        bne     s1, t0, 1f
        li      t0, 0x2222
        bne     s2, t0, 1f
        li      t0, 0x3333
        bne     t3, t0, 1f
        li      t0, 0x6666
        beq     t6, t0, 2f
1:
        ori     s4, s4, 2
2:
        call    checksum
        beq     a0, s3, 1f
        ori     s4, s4, 1
1:
        la      t0, noticed
        sd      s4, 0(t0)
        li      a0, 'o'
        beqz    s4, 1f
        li      a0, '!'
1:
        li      a7, 1
        ecall
        li      a0, 10
        ecall
        mv      a0, s4
        li      a7, 5
        ecall
        j       .

# checksum: of the code of this program and of the password, in a0
checksum:
        la      t0, user_main
        la      t1, code_end
        li      a0, 0
1:
        lw      t2, 0(t0)
        slli    t4, a0, 1
        srli    a0, a0, 63
        xor     a0, a0, t4
        add     a0, a0, t2
        addi    t0, t0, 4
        bltu    t0, t1, 1b
        la      t0, password
        la      t1, password_end
2:
        lbu     t2, 0(t0)
        slli    a0, a0, 1
        add     a0, a0, t2
        addi    t0, t0, 1
        bltu    t0, t1, 2b
        ret
code_end:

        .bss
        .balign 16
        .zero   1024
        .globl  user_stack
user_stack:
