# A kernel for supervisor mode that asks an SBI firmware for everything that one has to offer, and prints the answers
# (a0 and a1 in hexadecimal) by the eldest of its calls. Two harts.
        .section .text
        .globl  _start
_start:
        la      sp, stack+4096
        mv      s0,a0
        mv      s1,a1
        la      a0, hello
        call    puts
        li      a7,0x10
        li      a6,0
        ecall
        call    result
        li      a7,0x10
        li      a6,3
        li      a0,0x48534d
        ecall
        call    result
        # unknown ext
        li      a7,0x12345
        ecall
        call    result
        # dbcn write
        li      a7,0x4442434e
        li      a6,0
        li      a0,5
        la      a1,dbcn
        li      a2,0
        ecall
        call    result
        # hart status 1
        li      a7,0x48534d
        li      a6,2
        li      a0,1
        ecall
        call    result
        li      a7,0x48534d
        li      a6,2
        li      a0,7
        ecall
        call    result
        # start hart 1
        li      a7,0x48534d
        li      a6,0
        li      a0,1
        la      a1,second
        li      a2,42
        ecall
        call    result
1:      lw t0, flag
        beqz    t0,1b
        la      a0,started
        call    puts
        # remote fence all
        li      a7,0x52464e43
        li      a6,1
        li      a0,0
        li      a1,-1
        li      a2,0
        li      a3,0
        ecall
        call    result
        li      a7,0x52464e43
        li      a6,0
        li      a0,3
        li      a1,0
        ecall
        call    result
        # ipi to hart 1
        li      a7,0x735049
        li      a6,0
        li      a0,2
        li      a1,0
        ecall
        call    result
1:      lw t0, flag
        li      t1,2
        bne     t0,t1,1b
        la      a0,ipied
        call    puts
        # timer
        la      t0, timer
        csrw    stvec,t0
        rdtime  a0
        addi    a0,a0,1000
        li      a7,0x54494d45
        li      a6,0
        ecall
        call    result
        li      t0,32
        csrs    sie,t0
        csrsi   sstatus,2
1:      lw t0,flag
        li      t1,3
        bne     t0,t1,1b
        la      a0,timed
        call    puts
        # read firmware memory must fault
        la      t0, fault
        csrw    stvec,t0
        li      t0,0x80000000
        ld      t1,0(t0)
        la      a0,notok
        call    puts
bye:
        li      a7,0x53525354
        li      a6,0
        li      a0,0
        li      a1,0
        ecall
        j       .
        .align  2
fault:
        csrr    a0,scause
        mv      a1,a0
        call    result
        j       bye
        .align  2
timer:
        li      t0,32
        csrc    sie,t0
        li      t0,3
        la      t1,flag
        sw      t0,0(t1)
        sret
second:
        la      t1,flag
        addi    t0,a1,-41
        sw      t0,0(t1)
        la      t0,soft
        csrw    stvec,t0
        li      t0,2
        csrs    sie,t0
        csrsi   sstatus,2
1:      wfi
        j       1b
        .align  2
soft:
        li      t0,2
        csrc    sip,t0
        la      t1,flag
        sw      t0,0(t1)
        li      a7,0x48534d
        li      a6,1
        ecall
puts:
        mv      t2,a0
1:      lbu a0,0(t2)
        beqz    a0,2f
        li      a7,1
        ecall
        addi    t2,t2,1
        j       1b
2:      ret
result:
        mv      s2,ra
        mv      s3,a1
        call    hex
        mv      a0,s3
        call    hex
        la      a0,nl
        call    puts
        mv      ra,s2
        ret
hex:
        mv      t3,a0
        li      t4,28
1:      srl a0,t3,t4
        andi    a0,a0,15
        la      t5,digits
        add     t5,t5,a0
        lbu     a0,0(t5)
        li      a7,1
        ecall
        addi    t4,t4,-4
        bgez    t4,1b
        li      a0,32
        li      a7,1
        ecall
        ret
        .data
hello: .asciz "kernel\n"
dbcn: .ascii "dbcn\n"
started: .asciz "started\n"
ipied: .asciz "ipied\n"
timed: .asciz "timed\n"
notok: .asciz "NOT OK\n"
nl: .asciz "\n"
digits: .ascii "0123456789abcdef"
        .align  2
flag: .word 0
        .bss
        .align  4
stack: .space 4096
