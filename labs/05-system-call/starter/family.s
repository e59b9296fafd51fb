# family.s - parent, child and grandchild ask who their parent is.

        .equ    SYS_getparent, 32

        .data
        .balign 8
        .globl  first, child, grandchild
first:  .dword  -1                      # what the first process is told: it has no parent
child:  .dword  -1                      # what its child is told (in the memory of the child)
grandchild: .dword -1                   # what the grandchild is told, when the child has ended

        .text
        .globl  main
main:
        li      a7, SYS_getparent
        ecall
        la      t0, first
        sd      a0, 0(t0)

        li      a7, SYS_fork
        ecall
        beqz    a0, in_child
        li      a0, 0                   # wait for the child
        li      a7, SYS_wait
        ecall
        li      a0, 5                   # and let the grandchild speak
        li      a7, SYS_sleep
        ecall
        li      a0, 0
        ret

in_child:
        li      a7, SYS_getparent
        ecall
        la      t0, child
        sd      a0, 0(t0)
        li      a7, SYS_fork
        ecall
        beqz    a0, in_grandchild
        li      a0, 0                   # the child ends at once: its own child is an orphan
        li      a7, SYS_exit
        ecall

in_grandchild:
        li      a0, 2
        li      a7, SYS_sleep
        ecall
        li      a7, SYS_getparent
        ecall
        la      t0, grandchild
        sd      a0, 0(t0)
        li      a0, 0
        li      a7, SYS_exit
        ecall
