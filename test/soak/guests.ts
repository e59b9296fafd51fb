/** Programs that run for ever, each of which makes one kind of thing without end. */
export const guests = {
  'fork and exit': `
        .globl main
main:   li      a7, SYS_fork
        ecall
        beqz    a0, child
        li      a0, 0
        li      a7, SYS_wait
        ecall
        j       main
child:  li      a0, 0
        li      a7, SYS_exit
        ecall
`,
  'system calls': `
        .globl main
main:   li      a7, SYS_getpid
        ecall
        j       main
`,
  'console flood': `
        .globl main
main:   li      a0, 1
        la      a1, text
        li      a2, 64
        li      a7, SYS_write
        ecall
        j       main
        .section .rodata
text:   .ascii  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\\n"
`,
  idle: `
        .globl main
main:   li      a0, 1000
        li      a7, SYS_sleep
        ecall
        j       main
`,
} as const;

export type GuestName = keyof typeof guests;
