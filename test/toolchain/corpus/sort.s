/* Bubble sort and matrix multiplication;
   comments of several lines. */
        .globl _start
        .text
_start: la a0, array; li a1, 10; call sort
        la a0, a; la a1, b; la a2, c; li a3, 3
        call multiply
        ret
# for (i = n - 1; i > 0; i--) for (j = 0; j < i; j++) ...
sort:   addi t0, a1, -1
outer:  blez t0, done
        mv t1, zero
        mv t2, a0
inner:  bge t1, t0, next
        lw t3, 0(t2)
        lw t4, 4(t2)
        ble t3, t4, keep
        sw t4, 0(t2)
        sw t3, 4(t2)
keep:   add t2, t2, 4
        add t1, t1, 1
        j inner
next:   addi t0, t0, -1
        .ifdef never
        .endif
        j outer
done:   ret
multiply:
        li t0, 0
1:      bge t0, a3, 9f
        li t1, 0
2:      bge t1, a3, 8f
        li t2, 0
        li t6, 0
3:      bge t2, a3, 7f
        mul t3, t0, a3
        add t3, t3, t2
        slli t3, t3, 2
        add t3, t3, a0
        lw t3, (t3)
        mul t4, t2, a3
        add t4, t4, t1
        sll t4, t4, 2
        add t4, t4, a1
        lw t4, (t4)
        mulw t5, t3, t4
        addw t6, t6, t5
        addi t2, t2, 1
        j 3b
7:      mul t3, t0, a3
        add t3, t3, t1
        slli t3, t3, 2
        add t3, t3, a2
        sw t6, (t3)
        addi t1, t1, 1
        j 2b
8:      addi t0, t0, 1
        j 1b
9:      ret
        .data
        .align 2
array:  .word 5, -3, 0x7fffffff, -2147483648, 0, 1, 1, 99, -99, 42
a:      .word 1,2,3,4,5,6,7,8,9
b:      .word 9,8,7,6,5,4,3,2,1
c:      .zero 36
