/**
 * The machine-mode program around the blocks. For each descriptor it sets the state and goes to the block; takes every
 * trap, logs it and goes on behind the instruction; and at the block's end logs the whole state. It runs on the simulated machine
 * and on QEMU alike, so its log is what is compared.
 */
import { assemble } from '../../src/toolchain/assembler/assemble';
import { formatDiagnostic } from '../../src/toolchain/assembler/text/diagnostics';
import { readElf } from '../../src/toolchain/elf/read';
import {
  DIGEST_ENTRIES,
  DIGEST_TABLES,
  FINAL_CSRS,
  Offset,
  STARTING_CSRS,
  numberOf,
  pageOf,
} from './descriptor';
import {
  CODE_PAGES,
  DATA,
  DATA_SIZE,
  DESCRIPTORS,
  FRAME,
  HARNESS,
  LOG,
  PAGE,
  SUPERVISOR_CODE,
  TRAMPOLINE,
  TRAMPOLINE_OFFSET,
} from './memory-map';
import { END_MARK, TRAP_MARK } from './records';

/** Offsets of the harness's variables in the frame, behind the registers. */
const Variable = { descriptor: 256, log: 264, traps: 272, entered: 280, retired: 288 } as const;
/** Traps of a block after which it is given up. */
export const MAX_TRAPS = 200;
const VECTORS = 16;
const MTIMECMP = 0x0200_4000;
const ECALL = 0x73;

const registers = Array.from({ length: 31 }, (_, n) => n + 1);
const lines = (items: readonly string[]): string => items.join('\n');

/** Leaves the sum of `count` doublewords at a0 in s3. */
const digest = (label: string, count: number): string => `
        li      t1, ${count / 8}
${label}:
${lines(
  Array.from(
    { length: 8 },
    (_, n) => `
        ld      t0, ${8 * n}(a0)
        add     s3, s3, t0
        mul     s3, s3, s4`,
  ),
)}
        addi    a0, a0, 64
        addi    t1, t1, -1
        bnez    t1, ${label}`;

const source = `
        .text
        .globl  _start
_start:
        csrr    t0, mhartid
1:      beqz    t0, 1f
        wfi
        j       1b
1:      li      sp, ${FRAME}
        csrw    mscratch, sp
        # No machine timer interrupt: QEMU's mtimecmp is 0 at reset.
        li      t0, ${MTIMECMP}
        li      t1, -1
        sd      t1, 0(t0)
        li      t0, ${DESCRIPTORS}
        sd      t0, ${Variable.descriptor}(sp)
        li      t0, ${LOG}
        sd      t0, ${Variable.log}(sp)
        j       begin

        .balign 256
vectors:
${lines(Array.from({ length: VECTORS }, (_, n) => `        .option push\n        .option norvc\n        j       entry${n}\n        .option pop`))}
${lines(
  Array.from(
    { length: VECTORS },
    (_, n) => `
entry${n}:
        csrrw   sp, mscratch, sp
        sd      t0, 40(sp)
        li      t0, ${n}
        j       handler`,
  ),
)}

        # A trap was taken; sp is the frame, the block's sp in mscratch, its t0 saved, t0 = vector.
handler:
${lines(registers.filter((n) => n !== 2 && n !== 5).map((n) => `        sd      x${n}, ${8 * n}(sp)`))}
        csrr    t1, mscratch
        sd      t1, 16(sp)
        csrw    mscratch, sp
        csrr    t1, minstret
        ld      t2, ${Variable.entered}(sp)
        sub     t1, t1, t2
        ld      t2, ${Variable.retired}(sp)
        add     t2, t2, t1
        sd      t2, ${Variable.retired}(sp)
        csrr    a0, mcause
        csrr    a1, mepc
        ld      s0, ${Variable.log}(sp)
        li      t1, ${TRAP_MARK}
        sd      t1, 0(s0)
        sd      t0, 8(s0)
        sd      a0, 16(s0)
        sd      a1, 24(s0)
        csrr    t1, mtval
        sd      t1, 32(s0)
        csrr    t1, mstatus
        sd      t1, 40(s0)
        csrr    t1, scause
        sd      t1, 48(s0)
        csrr    t1, sepc
        sd      t1, 56(s0)
        csrr    t1, stval
        sd      t1, 64(s0)
        addi    s0, s0, 72
        sd      s0, ${Variable.log}(sp)
        # Did it come through the supervisor's handler? Then its registers tell the trap.
        li      s1, 0
        li      t1, 9
        bne     a0, t1, direct
        li      t1, ${pageOf(TRAMPOLINE)}
        srli    t2, a1, 12
        beq     t1, t2, delegated
        li      t1, ${(SUPERVISOR_CODE + BigInt(TRAMPOLINE_OFFSET)) >> 12n}
        bne     t1, t2, direct
delegated:
        li      s1, 1
        csrr    a0, scause
        csrr    a1, sepc
direct:
        ld      s2, ${Variable.descriptor}(sp)
        ld      t1, ${Variable.traps}(sp)
        addi    t1, t1, 1
        sd      t1, ${Variable.traps}(sp)
        li      t2, ${MAX_TRAPS}
        bgtu    t1, t2, finish
        ld      s5, ${Offset.end}(s2)
        bltz    a0, interrupt
        # Deviations "breakpoint-value", "split-access", "store-around": such a trap value is cleared.
        li      t1, 0xa8
        srl     t1, t1, a0
        andi    t1, t1, 1
        beqz    t1, 1f
        csrw    mtval, zero
        csrw    stval, zero
1:      beq     a1, s5, finish
        li      t1, 1
        beq     a0, t1, recover
        li      t1, 12
        beq     a0, t1, recover
        # Behind the instruction: its length is in its first bits.
        srli    t1, a1, 31
        li      t2, 1
        mv      t3, a1
        beq     t1, t2, 1f
        srli    t1, a1, 12
        slli    t1, t1, 52
        srli    t1, t1, 49
        li      t2, ${CODE_PAGES}
        add     t1, t1, t2
        ld      t1, 0(t1)
        slli    t3, a1, 52
        srli    t3, t3, 52
        add     t3, t3, t1
1:      lhu     t1, 0(t3)
        andi    t1, t1, 3
        addi    a1, a1, 2
        li      t2, 3
        bne     t1, t2, resume
        addi    a1, a1, 2
        j       resume
        # No instruction could be fetched: on at the address in x31, once.
recover:
        ld      a1, 248(sp)
        beq     a1, s5, finish
        sd      s5, 248(sp)
        j       resume
interrupt:
        li      t1, 1
        sll     t1, t1, a0
        csrc    mie, t1
resume:
        csrw    mepc, a1
        beqz    s1, 1f
        li      t1, 0x1800
        csrc    mstatus, t1
        csrr    t1, mstatus
        andi    t1, t1, 0x100
        slli    t1, t1, 3
        csrs    mstatus, t1
1:      csrr    t0, minstret
        sd      t0, ${Variable.entered}(sp)
leave:
${lines(registers.filter((n) => n !== 2).map((n) => `        ld      x${n}, ${8 * n}(sp)`))}
        ld      sp, 16(sp)
        mret

        # The block is over.
finish:
        ld      s0, ${Variable.log}(sp)
        li      t1, ${END_MARK}
        sd      t1, 0(s0)
        ld      t1, ${Variable.retired}(sp)
        sd      t1, 8(s0)
${lines(registers.map((n) => `        ld      t1, ${8 * n}(sp)\n        sd      t1, ${8 + 8 * n}(s0)`))}
        addi    s0, s0, ${16 + 8 * 31}
${lines(FINAL_CSRS.map((name, n) => `        csrr    t1, ${numberOf(name)}\n        sd      t1, ${8 * n}(s0)`))}
        addi    s0, s0, ${8 * FINAL_CSRS.length}
        # An access that a PMP region matches in part fails in machine mode as well.
        csrw    pmpcfg0, zero
        csrw    pmpcfg2, zero
        li      s3, 0
        li      s4, 0x9e3779b97f4a7c15
        li      a0, ${DATA}
${digest('data', DATA_SIZE / 8)}
${lines(
  Array.from(
    { length: DIGEST_TABLES },
    (_, n) => `        ld      a0, ${Offset.tables + 8 * n}(s2)\n${digest(`table${n}`, DIGEST_ENTRIES)}`,
  ),
)}
        sd      s3, 0(s0)
        addi    s0, s0, 8
        sd      s0, ${Variable.log}(sp)
        # The next descriptor lies behind the patches of this one.
        addi    s2, s2, ${Offset.patches}
1:      ld      t0, 0(s2)
        addi    s2, s2, 8
        beqz    t0, 2f
        addi    s2, s2, 8
        j       1b
2:      sd      s2, ${Variable.descriptor}(sp)

begin:
        ld      s2, ${Variable.descriptor}(sp)
        ld      t0, ${Offset.more}(s2)
        bnez    t0, 1f
        ld      s0, ${Variable.log}(sp)
        sd      zero, 0(s0)
        li      t0, 0x100000
        li      t1, 0x5555
        sw      t1, 0(t0)
        j       .
1:      sd      zero, ${Variable.traps}(sp)
        sd      zero, ${Variable.retired}(sp)
        addi    s3, s2, ${Offset.patches}
1:      ld      t0, 0(s3)
        beqz    t0, 2f
        ld      t1, 8(s3)
        sd      t1, 0(t0)
        addi    s3, s3, 16
        j       1b
2:      csrw    mie, zero
${lines(STARTING_CSRS.map((name, n) => `        ld      t0, ${Offset.csrs + 8 * n}(s2)\n        csrw    ${numberOf(name)}, t0`))}
        sfence.vma
${lines(registers.map((n) => `        ld      t0, ${Offset.registers + 8 * (n - 1)}(s2)\n        sd      t0, ${8 * n}(sp)`))}
        csrr    t0, minstret
        sd      t0, ${Variable.entered}(sp)
        j       leave
`;

interface Harness {
  readonly bytes: Uint8Array;
  /** Where mtvec points. */
  readonly vectors: number;
}

let built: Harness | undefined;

/** The harness, to be loaded at HARNESS. */
export function harness(): Harness {
  if (built) return built;
  const { elf, diagnostics } = assemble([{ path: 'harness.s', text: source }], { purpose: 'machine' });
  if (!elf) throw new Error(diagnostics.map((item) => formatDiagnostic(item, source)).join('\n'));
  const { segments, symbols } = readElf(elf, 'harness');
  const bytes = new Uint8Array(FRAME - HARNESS);
  for (const { physicalAddress, bytes: content } of segments) {
    bytes.set(content, Number(physicalAddress) - HARNESS);
  }
  const view = new DataView(bytes.buffer);
  for (let at = TRAMPOLINE; at < TRAMPOLINE + PAGE; at += 4) view.setUint32(at - HARNESS, ECALL, true);
  built = { bytes, vectors: Number(symbols.find(({ name }) => name === 'vectors')!.address) };
  return built;
}
