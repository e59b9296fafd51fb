/** Programs of the bare machine that use its devices, and print what they find; the same image runs on both boards. */

/** Sets up what the programs share: a stack for each hart, `put` to print a character, `hex` to print a number. */
const COMMON = `
        .text
        .globl  _start
_start: la      sp, stacks
        csrr    t0, mhartid
        addi    t0, t0, 1
        slli    t0, t0, 12
        add     sp, sp, t0
        csrr    t0, mhartid
        bnez    t0, others
        j       begin

# Prints the character in a0.
put:    li      t0, UART
1:      lbu     t1, 5(t0)
        andi    t1, t1, 0x20
        beqz    t1, 1b
        sb      a0, 0(t0)
        ret

# Prints the number in a0 and a space.
hex:    addi    sp, sp, -32
        sd      ra, 0(sp)
        sd      s0, 8(sp)
        sd      s1, 16(sp)
        mv      s0, a0
        li      s1, 60
1:      srl     a0, s0, s1
        andi    a0, a0, 15
        addi    a0, a0, '0'
        li      t0, '9'
        ble     a0, t0, 2f
        addi    a0, a0, 'a' - '0' - 10
2:      call    put
        addi    s1, s1, -4
        bgez    s1, 1b
        li      a0, ' '
        call    put
        ld      ra, 0(sp)
        ld      s0, 8(sp)
        ld      s1, 16(sp)
        addi    sp, sp, 32
        ret

newline:
        li      a0, 10
        j       put

pass:   li      t0, FINISHER
        li      t1, 0x5555
        sw      t1, 0(t0)
        j       .
`;

const STACKS = `
        .bss
        .balign 16
stacks: .skip   0x9000
`;

const SLEEP = 'others: wfi\n        j       others\n';

export const program = (text: string): string =>
  `${COMMON}\n${text.includes('others:') ? '' : SLEEP}\n${text}\n${STACKS}`;

/** Echoes its input, by interrupts of the UART, up to a q. */
export const echo = program(`
begin:  la      t0, handler
        csrw    mtvec, t0
        li      t0, PLIC
        li      t1, 1
        sw      t1, 40(t0)              # priority of source 10
        li      t2, PLIC + 0x2000
        li      t1, 1 << 10
        sw      t1, 0(t2)               # enabled for hart 0, M mode
        li      t0, UART
        li      t1, 7
        sb      t1, 2(t0)
        li      t1, 1
        sb      t1, 1(t0)
        li      a0, '>'
        call    put
        li      t0, 1 << 11
        csrs    mie, t0
        csrsi   mstatus, 8
1:      wfi
        j       1b

        .balign 4
handler:
        li      s0, PLIC + 0x200004
        lw      s1, 0(s0)
        li      t0, 10
        bne     s1, t0, 3f
1:      li      t0, UART
        lbu     t1, 5(t0)
        andi    t1, t1, 1
        beqz    t1, 2f
        lbu     a0, 0(t0)
        mv      s2, a0
        call    put
        li      t0, 'q'
        bne     s2, t0, 1b
        call    newline
        j       pass
2:      sw      s1, 0(s0)
3:      mret
`);

/**
 * The transmit interrupt of a driver that never looks at the identification register: each byte sent asserts it once, and
 * that it stays asserted does not.
 */
export const transmit = program(`
begin:  la      t0, handler
        csrw    mtvec, t0
        li      t0, PLIC
        li      t1, 3
        sw      t1, 40(t0)
        li      t2, PLIC + 0x2000
        li      t1, 1 << 10
        sw      t1, 0(t2)
        li      s3, 0                   # interrupts
        li      s4, 0                   # bytes sent by the handler
        li      t0, 1 << 11
        csrs    mie, t0
        csrsi   mstatus, 8
        li      t0, UART
        li      t1, 2
        sb      t1, 1(t0)               # the first interrupt: the transmitter is empty
        li      t0, 200000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        csrci   mstatus, 8
        call    newline
        mv      a0, s3
        call    hex
        li      t0, UART
        lbu     a0, 2(t0)
        call    hex
        call    newline
        j       pass

        .balign 4
handler:
        li      s0, PLIC + 0x200004
        lw      s1, 0(s0)
        addi    s3, s3, 1
        li      t3, 5
        bge     s4, t3, 1f
        addi    s4, s4, 1
        li      t4, UART
        addi    t3, s4, 'a' - 1
        sb      t3, 0(t4)
1:      sw      s1, 0(s0)
        mret
`);

/** Registers of the UART and the PLIC as they are at reset and after writes, and the claim order of sources. */
export const registers = program(`
begin:  li      s0, UART
        li      s1, 1
1:      add     t0, s0, s1
        lbu     a0, 0(t0)
        call    hex
        addi    s1, s1, 1
        li      t0, 8
        blt     s1, t0, 1b
        call    newline
        li      t0, UART
        li      t1, 0xff
        sb      t1, 7(t0)
        li      t1, 0xef
        sb      t1, 4(t0)
        lbu     a0, 7(t0)
        call    hex
        li      t0, UART
        lbu     a0, 4(t0)
        call    hex
        li      t0, UART
        lbu     a0, 6(t0)
        call    hex
        li      t0, UART
        li      t1, 0x1f
        sb      t1, 4(t0)
        lbu     s4, 6(t0)
        li      t1, 0x55
        sb      t1, 0(t0)               # comes back: the modem control register says so
        sb      t1, 0(t0)               # one too many
        lbu     s2, 5(t0)
        lbu     s3, 0(t0)
        sb      zero, 4(t0)
        mv      a0, s2
        call    hex
        mv      a0, s3
        call    hex
        mv      a0, s4
        call    hex
        li      t0, UART
        li      t1, 0x83
        sb      t1, 3(t0)
        lbu     s2, 0(t0)
        lbu     s3, 1(t0)
        li      t1, 0x12
        sb      t1, 0(t0)
        lbu     s4, 0(t0)
        li      t1, 3
        sb      t1, 3(t0)
        mv      a0, s2
        call    hex
        mv      a0, s3
        call    hex
        mv      a0, s4
        call    hex
        li      t0, UART
        lbu     a0, 3(t0)
        call    hex
        li      t0, UART
        li      t1, 0xff
        sb      t1, 1(t0)
        lbu     s2, 1(t0)
        lbu     s3, 2(t0)
        lbu     s4, 2(t0)
        sb      zero, 1(t0)
        mv      a0, s2
        call    hex
        mv      a0, s3
        call    hex
        mv      a0, s4
        call    hex
        li      t0, UART
        li      t1, 7
        sb      t1, 2(t0)
        lbu     a0, 2(t0)
        call    hex
        call    newline

        li      s0, PLIC
        li      t1, -1
        sw      t1, 4(s0)
        lw      a0, 4(s0)
        call    hex
        lw      a0, 8(s0)
        call    hex
        li      s1, PLIC + 0x2000
        li      t1, -2
        sw      t1, 0(s1)
        lwu     a0, 0(s1)
        call    hex
        li      s2, PLIC + 0x200000
        li      t1, -1
        sw      t1, 0(s2)
        lwu     a0, 0(s2)
        call    hex
        lwu     a0, 4(s2)
        call    hex
        li      t1, 4
        sw      t1, 0(s2)
        li      t0, UART                # source 10 becomes pending: nobody listens
        li      t1, 2
        sb      t1, 1(t0)
        li      s3, PLIC + 0x1000
        lwu     a0, 0(s3)
        call    hex
        lwu     a0, 4(s2)
        call    hex
        li      t1, 5
        sw      t1, 40(s0)
        csrr    a0, mip
        li      t0, 1 << 11
        and     a0, a0, t0
        call    hex
        lwu     a0, 4(s2)
        call    hex
        csrr    a0, mip
        li      t0, 1 << 11
        and     a0, a0, t0
        call    hex
        lwu     a0, 4(s2)
        call    hex
        call    newline
        j       pass
`);

/** Three harts: they count with AMOs, wake each other by software interrupts, and each has a timer. */
export const harts = program(`
        .equ    HARTS, 3
        .equ    ROUNDS, 2000
begin:  csrr    a0, mhartid
        call    hex
        j       all
others: j       all

all:    csrr    s0, mhartid
        la      t0, handler
        csrw    mtvec, t0
        la      s1, counter
        li      t0, ROUNDS
1:      li      t1, 1
        amoadd.d zero, t1, (s1)
        addi    t3, s1, 8
2:      lr.d    t2, (t3)
        addi    t2, t2, 1
        sc.d    t4, t2, (t3)
        bnez    t4, 2b
        addi    t0, t0, -1
        bnez    t0, 1b
5:      # Its own timer.
        li      t0, CLINT + 0xbff8
        ld      t1, 0(t0)
        li      t2, 1000
        add     t1, t1, t2
        li      t0, CLINT + 0x4000
        slli    t2, s0, 3
        add     t0, t0, t2
        sd      t1, 0(t0)
        li      t0, 1 << 7
        csrw    mie, t0
        la      s2, timers
        slli    t2, s0, 3
        add     s2, s2, t2
        csrsi   mstatus, 8
6:      ld      t0, 0(s2)
        bnez    t0, 7f
        wfi
        j       6b
7:      csrci   mstatus, 8
        li      t0, 1 << 3
        csrw    mie, t0
        bnez    s0, 8f
        # Hart 0 begins a round: each passes the word on to the next by a software interrupt.
        la      t3, ready
9:      ld      t0, 0(t3)
        li      t1, HARTS - 1
        blt     t0, t1, 9b
        li      a0, '0'
        call    put
        li      a0, 1
        call    wake
        call    sleep
        call    newline
        la      t0, counter
        ld      a0, 0(t0)
        call    hex
        la      t0, counter
        ld      a0, 8(t0)
        call    hex
        call    newline
        j       pass

8:      la      t3, ready
        li      t1, 1
        amoadd.d zero, t1, (t3)
        call    sleep
        addi    a0, s0, '0'
        call    put
        addi    a0, s0, 1
        li      t0, HARTS
        blt     a0, t0, 10f
        li      a0, 0
10:     call    wake
11:     wfi
        j       11b

# Wakes the hart in a0.
wake:   li      t0, CLINT
        slli    a0, a0, 2
        add     t0, t0, a0
        li      t1, 1
        sw      t1, 0(t0)
        ret

# Waits for a software interrupt, and takes it back.
sleep:  csrr    t0, mip
        andi    t0, t0, 8
        bnez    t0, 1f
        wfi
        j       sleep
1:      li      t0, CLINT
        slli    t1, s0, 2
        add     t0, t0, t1
        sw      zero, 0(t0)
        ret

        .balign 4
handler:
        csrr    t5, mcause
        andi    t5, t5, 63
        li      t6, 7
        bne     t5, t6, 1f
        sd      t6, 0(s2)
        li      t5, 1 << 7
        csrc    mie, t5
        mret
1:      li      a0, '!'
        call    put
        j       pass

        .data
        .balign 64
counter:
        .dword  0, 0
ready:  .dword  0
timers: .dword  0, 0, 0
`);

/** A disk of 8 sectors by queues of that size: every kind of request, more of them than the queue has entries. */
export const disk = (queueSize: number): string =>
  program(`
        .equ    QUEUE, ${queueSize}
begin:  li      s0, DISK
        la      s1, registers
1:      lw      t1, 0(s1)               # the identity, and what an unset queue says
        bltz    t1, 2f
        add     t1, t1, s0
        lwu     a0, 0(t1)
        call    hex
        addi    s1, s1, 4
        j       1b
2:      call    newline
        sw      zero, 0x70(s0)
        li      t1, 1
        sw      t1, 0x70(s0)
        li      t1, 3
        sw      t1, 0x70(s0)
        sw      zero, 0x24(s0)          # no features of the low word
        sw      zero, 0x20(s0)
        li      t1, 1
        sw      t1, 0x24(s0)
        sw      t1, 0x20(s0)            # VERSION_1
        li      t1, 11
        sw      t1, 0x70(s0)
        lwu     a0, 0x70(s0)
        call    hex
        sw      zero, 0x30(s0)
        li      t1, QUEUE
        sw      t1, 0x38(s0)
        la      t1, descriptors
        sw      t1, 0x80(s0)
        sw      zero, 0x84(s0)
        la      t1, available
        sw      t1, 0x90(s0)
        sw      zero, 0x94(s0)
        la      t1, used
        sw      t1, 0xa0(s0)
        sw      zero, 0xa4(s0)
        li      t1, 1
        sw      t1, 0x44(s0)
        li      t1, 15
        sw      t1, 0x70(s0)
        lwu     a0, 0x70(s0)
        call    hex
        lwu     a0, 0x44(s0)
        call    hex
        lwu     a0, 0x100(s0)           # sectors
        call    hex
        lwu     a0, 0x104(s0)
        call    hex
        ld      a0, 0x100(s0)
        call    hex
        call    newline
        li      t0, PLIC
        li      t1, 1
        sw      t1, 4(t0)
        li      t0, PLIC + 0x2000
        li      t1, 2
        sw      t1, 0(t0)

        li      s2, 0                   # read every sector, show its first bytes
3:      li      a0, 0
        mv      a1, s2
        li      a2, 512
        call    request
        la      t0, data
        ld      a0, 0(t0)
        call    hex
        addi    s2, s2, 1
        li      t0, 8
        blt     s2, t0, 3b
        call    newline

        la      t0, data                # write sector 3, read 2 and 3
        li      t1, 0x5a5a5a5a5a5a
        sd      t1, 0(t0)
        sd      t1, 504(t0)
        li      a0, 1
        li      a1, 3
        li      a2, 512
        call    request
        li      a0, 0
        li      a1, 2
        li      a2, 1024
        call    request
        la      t0, data
        ld      a0, 0(t0)
        call    hex
        la      t0, data
        ld      a0, 512(t0)
        call    hex
        la      t0, data
        ld      a0, 1016(t0)
        call    hex
        call    newline

        li      a0, 4                   # flush; then the wrong ones
        li      a1, 0
        li      a2, 512
        call    request
        li      a0, 0
        li      a1, 8
        li      a2, 512
        call    request
        li      a0, 1
        li      a1, 7
        li      a2, 1024
        call    request
        li      a0, 0
        li      a1, 0
        li      a2, 100
        call    request
        li      a0, 0
        li      a1, -1
        li      a2, 512
        call    request
        li      a0, 99
        li      a1, 0
        li      a2, 512
        call    request
        call    newline
        li      t0, DISK                # nonsense: no such descriptor
        la      t0, available
        lhu     t1, 2(t0)
        li      t2, QUEUE
        remu    t3, t1, t2
        slli    t3, t3, 1
        add     t3, t3, t0
        li      t4, QUEUE
        sh      t4, 4(t3)
        addi    t1, t1, 1
        sh      t1, 2(t0)
        fence
        sw      zero, 0x50(s0)
        li      t0, 1000000
4:      addi    t0, t0, -1
        bnez    t0, 4b
        lwu     a0, 0x70(s0)
        call    hex
        lwu     a0, 0x60(s0)
        call    hex
        sw      zero, 0x70(s0)
        lwu     a0, 0x70(s0)
        call    hex
        lwu     a0, 0x44(s0)
        call    hex
        call    newline
        j       pass

# A request of type a0 at sector a1 with a2 bytes of data; prints its status, the length in the used ring, the claimed source.
request:
        addi    sp, sp, -16
        sd      ra, 0(sp)
        la      t0, header
        sw      a0, 0(t0)
        sd      a1, 8(t0)
        la      t1, descriptors
        sd      t0, 0(t1)
        li      t2, 16
        sw      t2, 8(t1)
        li      t2, 1 << 16 | 1
        sw      t2, 12(t1)
        la      t0, data
        sd      t0, 16(t1)
        sw      a2, 24(t1)
        li      t2, 2 << 16 | 3
        addi    a0, a0, -1
        bnez    a0, 1f
        li      t2, 2 << 16 | 1         # a write: the device reads
1:      sw      t2, 28(t1)
        la      t0, status
        li      t2, 0xee
        sb      t2, 0(t0)
        sd      t0, 32(t1)
        li      t2, 1
        sw      t2, 40(t1)
        li      t2, 2
        sw      t2, 44(t1)
        la      t0, available
        lhu     t1, 2(t0)
        li      t2, QUEUE
        remu    t3, t1, t2
        slli    t3, t3, 1
        add     t3, t3, t0
        sh      zero, 4(t3)
        addi    t4, t1, 1
        fence
        sh      t4, 2(t0)
        fence
        sw      zero, 0x50(s0)
        la      t0, used
2:      lhu     t2, 2(t0)
        beq     t2, t1, 2b
        fence
        li      t2, QUEUE
        remu    t3, t1, t2
        slli    t3, t3, 3
        add     s5, t3, t0
        la      t0, status
        lbu     a0, 0(t0)
        call    hex
        lwu     a0, 8(s5)
        call    hex
        li      s6, PLIC + 0x200004
3:      lwu     s7, 0(s6)               # the interrupt may be later than the ring
        beqz    s7, 3b
        lwu     a0, 0x60(s0)
        call    hex
        li      t0, 1
        sw      t0, 0x64(s0)
        sw      s7, 0(s6)
        mv      a0, s7
        call    hex
        call    newline
        ld      ra, 0(sp)
        addi    sp, sp, 16
        ret

        .data
        .balign 8
registers:
        .word   0, 4, 8, 12, 0x34, 0x44, 0x60, 0x70, 0x1000, 0x1004, 0x1008, 0x100c, 0x7000, 0x7008, 0x7070, -1
        .bss
        .balign 4096
descriptors:
        .skip   16 * 1024
available:
        .skip   8192
used:   .skip   16384
header: .skip   16
status: .skip   16
data:   .skip   4096
`);
