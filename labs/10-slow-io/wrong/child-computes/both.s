# both.s - two jobs: add up a file that is on a slow disk, and compute something that needs no disk.
#
# As it stands it does one after the other. While it waits for the disk, the CPU has nothing to do: let it compute.

        .equ    ROUNDS, 300000          # of the computation: about two instructions each
        .equ    PIECE, 1024             # bytes that are read at a time

        .section .rodata
path:   .asciz  "/measurements.txt"

        .data
        .balign 8
computed: .dword 0                      # what the computation has come to: ROUNDS
total:  .dword  0                       # the sum of the bytes of the file, its low seven bits
status: .dword  0                       # the exit status of the child
buffer: .zero   PIECE

        .text
        .globl  main
main:
        # Your code goes here. Two calls that help:
        #   fork     a7 = SYS_fork: from here on there are two processes. The parent gets the pid of its child in a0,
        #            the child gets 0. Each has its own memory: what one writes, the other does not see.
        #   wait     a7 = SYS_wait, a0 = the address of a word: waits until a child has ended; its exit status is there.
        # A child that has ended with the sum as its status (SYS_exit, at most 127) has handed it over.

        li      a7, SYS_fork
        ecall
        bnez    a0, parent

        call    compute                 # the child
        li      a0, 0
        li      a7, SYS_exit
        ecall

parent:
        call    add_up                  # meanwhile
        mv      s0, a0
        la      a0, status
        li      a7, SYS_wait
        ecall
        mv      t1, s0
        la      t0, total
        sd      t1, 0(t0)
        # Your code ends here.
        li      a0, 0
        li      a7, SYS_exit
        ecall

# compute: counts to ROUNDS, and stores what it has come to.
compute:
        li      t0, 0
        li      t1, ROUNDS
1:
        addi    t0, t0, 1
        bne     t0, t1, 1b
        la      t2, computed
        sd      t0, 0(t2)
        ret

# add_up: the sum of the bytes of the file, its low seven bits, in a0.
add_up:
        li      s1, 0                   # the sum
        la      a0, path                # open(path, 0)
        li      a1, 0
        li      a7, SYS_open
        ecall
        mv      s0, a0
        bltz    s0, 4f
1:
        mv      a0, s0                  # read(descriptor, buffer, PIECE)
        la      a1, buffer
        li      a2, PIECE
        li      a7, SYS_read
        ecall
        blez    a0, 3f                  # that was all
        la      t0, buffer
        add     t1, t0, a0
2:
        lbu     t2, 0(t0)
        add     s1, s1, t2
        addi    t0, t0, 1
        bltu    t0, t1, 2b
        j       1b
3:
        mv      a0, s0
        li      a7, SYS_close
        ecall
4:
        andi    a0, s1, 127
        ret
