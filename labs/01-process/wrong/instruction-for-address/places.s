# places.s - where in its address space does a process keep what?
#
# Four doublewords in the static data, one for each part of the address space. Your code stores in each the address
# of something in that part. The checks look at them, and at what lies there, when the process ends.

        .data
        .balign 8
where_code:     .dword  0               # the address of an instruction: main will do
where_data:     .dword  0               # the address of something in the static data: where_data itself will do
where_heap:     .dword  0               # the address of a doubleword in the heap, in which the program has put 42
where_stack:    .dword  0               # the address of a doubleword on the stack, in which the program has put 42

        .text
        .globl  main
main:
        # Your code goes here.
        # A new process has no heap: ask for one with the system call sbrk (a7 = SYS_sbrk, a0 = how many bytes more).
        # It answers in a0 with the address at which the new bytes begin.
        # The stack grows downward: take 16 bytes by `addi sp, sp, -16`, and give them back before `ret`.
        la      t0, where_code
        ld      t1, main                # the instruction, not its address
        sd      t1, 0(t0)

        la      t0, where_data
        sd      t0, 0(t0)

        li      a0, 4096
        li      a7, SYS_sbrk
        ecall
        li      t2, 42
        sd      t2, 0(a0)               # the first doubleword of the heap
        la      t0, where_heap
        sd      a0, 0(t0)

        addi    sp, sp, -16
        sd      t2, 8(sp)
        addi    t1, sp, 8
        la      t0, where_stack
        sd      t1, 0(t0)
        addi    sp, sp, 16              # 42 stays where it is until somebody else uses the place
        # Your code ends here.

        li      a0, 0
        ret
