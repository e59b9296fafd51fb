# map.s - a page table, built by hand on the bare machine, and a program that uses it. Read it, do not change it.
#
# Sv39: a virtual address has four parts,
#     bits 38..30  vpn2   index into the root table
#     bits 29..21  vpn1   index into the next one
#     bits 20..12  vpn0   index into the last one
#     bits 11..0   offset
# and an entry of a table is (physical address >> 12) << 10, with bits below it:
#     bit 0 V valid, 1 R read, 2 W write, 3 X execute, 4 U user mode may, 6 A accessed, 7 D dirty.
# An entry with R, W and X all 0 leads to the next table. One that has any of them is a leaf: the walk ends there, also
# on a higher level; then the rest of the virtual address is the offset in one large page.

        .equ    V, 1
        .equ    R, 2
        .equ    W, 4
        .equ    X, 8
        .equ    U, 16
        .equ    FINISHER, 0x100000

        # entry TABLE, INDEX, TO, BITS: the entry of that index leads to the address TO
        .macro  entry table, index, to, bits
        la      t0, \table
        la      t1, \to
        srli    t1, t1, 2               # (>> 12) << 10, for an address that ends in twelve zeros
        ori     t1, t1, \bits
        sd      t1, 8 * \index(t0)
        .endm

        .text
        .globl  _start
_start:
        la      t0, trap_vector
        csrw    mtvec, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0

        entry   root, 0, middle, V
        entry   root, 1, other, V
        entry   root, 2, 0x80000000, V | R | W | X
        entry   middle, 1, last, V
        entry   last, 5, apples, V | R | W | U
        entry   last, 6, pears, V | R | U
        entry   last, 7, program, V | R | X | U
        entry   last, 8, secret, V | R | W
        entry   other, 3, 0x80200000, V | R | W | U

        la      t0, root                # satp: mode 8 (Sv39), and the number of the root's page
        srli    t0, t0, 12
        li      t1, 8 << 60
        or      t0, t0, t1
        csrw    satp, t0
        sfence.vma

        li      t0, 0x207000            # the program, where user mode sees it
        csrw    mepc, t0
        li      t0, 3 << 11
        csrc    mstatus, t0
        mret

        .balign 4
trap_vector:                            # whatever it was, this was all
        li      t0, 0x5555
        li      t1, FINISHER
        sw      t0, 0(t1)
stop:
        j       stop

        .section .program, "ax"
        .balign 4096
        .globl  program
program:
        li      t0, 0x205123
        lb      t1, 0(t0)               # from apples
        li      t0, 0x40601abc
        lb      t2, 0(t0)               # from a large page
        li      t0, 0x206000
        sb      t1, 0(t0)               # to pears: and there it ends

        .data
        .balign 4096
        .globl  root, middle, last, other, apples, pears, secret
root:   .zero   4096
middle: .zero   4096
last:   .zero   4096
other:  .zero   4096
apples: .zero   4096
pears:  .zero   4096
secret: .zero   4096
