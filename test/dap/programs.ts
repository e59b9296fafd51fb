import { cPrograms } from './programs-c';

/** Programs that the specs run. Lines with `# @NAME` can be found by that name. */
export const programs = {
  'labels.s': `
        .globl main
main:   la      t0, counter
        lw      t1, 0(t0)                # @load
        addi    t1, t1, 1
        sw      t1, 0(t0)
        mv      a0, t1                   # @stored
        ret
        .data
counter: .word  1982
mode:   .word   9
pid:    .dword  42
table:  .word   1, 2, 3
name:   .asciz  "hello"
`,
  'hello.s': `
        .globl main
main:
        addi    sp, sp, -16             # @main
        sd      ra, 8(sp)
        li      s1, 3
again:
        call    greet                   # @call
        addi    s1, s1, -1              # @after-call
        bnez    s1, again               # @branch
        li      a0, 7
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret                             # @return
        .globl greet
greet:
        li      a0, 1                   # @greet
        la      a1, message
        li      a2, 6
        li      a7, SYS_write
        ecall                           # @ecall
        mv      s2, a0                  # @after-ecall
        ret                             # @greet-return
        .data
        .globl message
message: .ascii "hello\\n"
`,
  // Never yields, makes no system call, never ends.
  'loop.s': `
        .globl main
main:
        li      s0, 0                   # @start
spin:   addi    s0, s0, 1               # @spin
        addi    s1, s0, 2
        j       spin
`,
  // Runs through several time slices and ends.
  'count.s': `
        .globl main
main:
        li      s0, 30000
spin:   addi    s0, s0, -1
        bnez    s0, spin
        li      a0, 0                   # @end
        ret
`,
  'endless.s': `
        .globl main
main:
        li      a0, 1
        li      a7, 93
        ecall                           # @asked
        addi    a0, a0, 1               # @last
`,
  'linux.s': `
        .globl main
main:
        li      a7, 93
        ecall                           # @wrong
        li      a0, 0
        ret
`,
  'privileged.s': `
        .globl main
main:
        li      a0, 1
        csrw    sstatus, a0             # @guilty
        ret
`,
  'reader.s': `
        .globl main
main:
        li      a0, 0x80000000
        ld      a1, 0(a0)               # @guilty
        ret
`,
  'naps.s': `
        .globl main
main:
        li      s0, 3
again:
        li      a0, 1
        li      a7, SYS_sleep
        ecall                           # @nap
        addi    s0, s0, -1              # @awake
        bnez    s0, again
        li      a0, 5
        ret
`,
  // The image of a bare machine: its own trap handler, and a little user program below it.
  'bare.s': `
        .globl _start
_start:
        la      t0, handler             # @start
        csrw    mtvec, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 15
        csrw    pmpcfg0, t0
        la      t0, task
        csrw    mepc, t0
        mret                            # @mret
        .globl task
task:
        li      a0, 41                  # @task
        ecall                           # @ecall
        addi    a1, a0, 0               # @after
        csrr    a2, mstatus             # @illegal
stop:   j       stop
        .balign 4
        .globl handler
handler:
        addi    a0, a0, 1               # @handler
        csrr    t1, mepc
        addi    t1, t1, 4
        csrw    mepc, t1
        mret
`,
  // Counts in a global variable, by itself and through the kernel: read fills it from a pipe.
  'tally.s': `
        .globl main
main:
        la      s0, tally
        li      s1, 2                   # @start
again:
        ld      a0, 0(s0)               # @load
        addi    a0, a0, 1
        sd      a0, 0(s0)               # @store
        addi    s1, s1, -1              # @stored
        bnez    s1, again
        sd      a0, 0(s0)               # @same
        la      a0, ends                # @piped
        li      a7, SYS_pipe
        ecall
        lw      a0, 4+ends
        la      a1, seven
        li      a2, 8
        li      a7, SYS_write
        ecall
        lw      a0, ends
        mv      a1, s0
        li      a2, 8
        li      a7, SYS_read
        ecall                           # @read
        li      a0, 0                   # @done
        ret
        .data
        .balign 8
        .globl  tally, seven, ends
tally:  .dword  0
seven:  .dword  7
ends:   .word   0, 0
`,
  // Makes a child, waits for what it writes, and for its end.
  'family.s': `
        .globl main
main:
        la      a0, ends                # @pipe
        li      a7, SYS_pipe
        ecall
        li      a7, SYS_fork
        ecall                           # @fork
        beqz    a0, child               # @forked
        lw      a0, ends
        la      a1, byte
        li      a2, 1
        li      a7, SYS_read
        ecall                           # @read
        lbu     s1, byte                # @was-read
        la      a0, status
        li      a7, SYS_wait
        ecall                           # @wait
        lw      s2, status              # @waited
        li      a0, 0
        ret
child:  li      s0, 20000               # @child
spin:   addi    s0, s0, -1
        bnez    s0, spin
        lw      a0, 4+ends
        la      a1, letter
        li      a2, 1
        li      a7, SYS_write
        ecall
        li      a0, 3
        li      a7, SYS_exit
        ecall
        .data
        .balign 8
ends:   .word   0, 0
status: .word   0
byte:   .byte   0
letter: .ascii  "x"
`,
  // The image of a bare machine whose CPUs all run the same task in user mode: calls and ecalls, for ever.
  'two.s': `
        .globl _start
_start: la      t0, handler
        csrw    mtvec, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 15
        csrw    pmpcfg0, t0
        csrr    t0, mhartid
        slli    t0, t0, 10
        la      sp, stacks + 1024
        add     sp, sp, t0
        la      t0, main
        csrw    mepc, t0
        mret
        .globl main
main:   li      s0, 0
again:  addi    s0, s0, 1
        li      s1, 3
        call    deep
        ecall
        j       again
deep:   addi    sp, sp, -16             # calls itself, down to 0
        sd      ra, 8(sp)
        beqz    s1, bottom
        addi    s1, s1, -1
        call    deep
        addi    s2, s2, 1
bottom: call    leaf
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
leaf:   addi    s3, s3, 1
        ret
        .balign 4
handler:
        addi    a0, a0, 1
        csrr    t1, mepc
        addi    t1, t1, 4
        csrw    mepc, t1
        mret
        .bss
        .balign 16
stacks: .space  2048
`,
  // Writes what it reads, byte by byte, up to a q.
  'echo.s': `
        .globl main
main:
        call    get
        li      t0, 'q'
        beq     a0, t0, done
        call    put
        j       main
done:   li      a0, 0
        li      a7, SYS_exit
        ecall
get:    la      a1, byte
        li      a0, 0
        li      a2, 1
        li      a7, SYS_read
        ecall
        lbu     a0, byte
        ret
put:    la      a1, byte
        li      a0, 1
        li      a2, 1
        li      a7, SYS_write
        ecall
        ret
        .data
byte:   .byte   0
`,
  // Three times: a child that becomes another program; waits for it.
  'execs.s': `
        .globl main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      s1, 3
again:  call    child
        li      a0, 0
        li      a7, SYS_wait
        ecall
        addi    s1, s1, -1
        bnez    s1, again
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
child:  li      a7, SYS_fork
        ecall
        bnez    a0, parent
        la      a0, path
        li      a1, 0
        li      a7, SYS_exec
        ecall
        li      a7, SYS_exit
        ecall
parent: ret
        .data
path:   .asciz  "bin/count"
`,
  'broken.s': `
        .globl main
main:
        li      a0, 1
        lii     a1, 2
        ld      a0, a1
        ret
`,
  ...cPrograms,
} as const;

export type ProgramName = keyof typeof programs;

/** The line (from 1) that is marked `# @NAME` or `// @NAME` in a source text. */
export function markedLine(text: string, name: string): number {
  const index = text.split('\n').findIndex((line) => /(#|\/\/) @(\S+)$/.exec(line.trimEnd())?.[2] === name);
  if (index < 0) throw new Error(`no line is marked @${name}`);
  return index + 1;
}
