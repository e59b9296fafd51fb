/** Accesses of control and status registers: all numbers, and what can be written in each mode. */
import { csrs } from '../../../src/isa/csrs';
import type { Meaning, Row } from '../../../src/isa/row';
import { TRIGGERS, UNDEFINED_VALUE, writableBits } from '../deviations';
import { RECOVERY, SAFE, type Emitter } from '../emitter';
import { numberOf } from '../descriptor';
import type { Situation } from '../situation';

/** Those that a block may change for good. */
const FREE = {
  M: [
    'mstatus', 'mie', 'mip', 'mideleg', 'mepc', 'mcause', 'mtval', 'mcounteren', 'sstatus', 'sie', 'sip', 'sscratch',
    'sepc', 'scause', 'stval', 'scounteren', 'senvcfg',
  ],
  S: ['sstatus', 'sie', 'sip', 'sscratch', 'sepc', 'scause', 'stval', 'scounteren', 'senvcfg'],
  U: [],
} as const; // prettier-ignore

/** Those that get their old value back: the harness, or the block, needs it. */
const RESTORED = {
  M: [
    'mtvec', 'mscratch', 'medeleg', 'stvec', 'satp', 'menvcfg', 'misa', 'mcountinhibit',
    ...Array.from({ length: 16 }, (_, n) => `pmpaddr${n}`),
    'pmpcfg0', 'pmpcfg2', 'pmpcfg0', 'pmpcfg2',
  ],
  S: ['stvec'],
  U: [],
} as const; // prettier-ignore

const INTERRUPTS: readonly string[] = ['sstatus', 'sie', 'sip'];
const known = csrs.map(({ number }) => number);

export function csrAccess(emitter: Emitter, situation: Situation, row: Row): void {
  const { random, mode } = emitter;
  const { write } = row.meaning as Meaning & { kind: 'csr' };
  const kind = random.below(8);
  if (kind < 4 && mode !== 'U') {
    const name = random.pick(FREE[mode] as readonly string[]);
    if (situation.waits && INTERRUPTS.includes(name)) return;
    free(emitter, situation, row, name);
  } else if (kind < 6 && mode !== 'U') {
    restored(emitter, situation, row, random.pick(RESTORED[mode] as readonly string[]));
  } else {
    const number = random.once(3) ? random.below(4096) : random.pick(known);
    if (number === VSTIMECMP || TRIGGERS.has(number)) return;
    // Only what reads; or what must trap.
    const writes = readOnly(number) || privilegeOf(number) > privilege[mode];
    // Deviation "csr-write-zero": a register that writes is not 0.
    const rs1 = writes && random.once(2) ? random.pick([SAFE, RECOVERY]) : 0;
    if (write === 'replace' && !writes) return;
    if (number === numberOf('stimecmp') && rs1 !== 0) return;
    const rd = emitter.destination();
    emitter.put(row.name, { rd, rs1, imm: number });
    // Its value is not compared.
    if (UNDEFINED_VALUE.has(number)) emitter.put('addi', { rd, imm: random.below(2048) });
  }
}

function free(emitter: Emitter, situation: Situation, row: Row, name: string): void {
  const { random } = emitter;
  const imm = numberOf(name);
  let rs1 = emitter.source();
  const { source, write } = row.meaning as Meaning & { kind: 'csr' };
  const bits = writableBits(name, write, situation.interrupt);
  if (bits !== undefined && source === 'rs1') {
    if (emitter.literalsLeft < 3) return;
    const value = random.long() & bits;
    [rs1] = emitter.scratch(1) as [number];
    emitter.loadLiteral(rs1, () => value);
  }
  // Then rs1 is the immediate.
  if (bits !== undefined && source === 'immediate') rs1 &= Number(bits & 31n);
  emitter.put(row.name, { rd: emitter.destination(), rs1, imm });
  if (name === 'mstatus') {
    // MPRV would let the block's own literals go out of sight.
    const [clear] = emitter.scratch(1);
    emitter.put('lui', { rd: clear, imm: 0x2_0000 });
    emitter.put('csrrc', { rs1: clear, imm });
  }
}

/** Writes, reads back, and puts the old value back. No trap can come between. */
function restored(emitter: Emitter, situation: Situation, row: Row, name: string): void {
  const { random, mode } = emitter;
  if (emitter.literalsLeft < 3 || (situation.waits && mode === 'S')) return;
  const imm = numberOf(name);
  const [old, value, read] = emitter.scratch(3) as [number, number, number];
  const { source, write } = row.meaning as Meaning & { kind: 'csr' };
  let written = random.once(2) ? random.value() : random.long();
  const bits = writableBits(name, write, situation.interrupt);
  if (bits !== undefined) written &= bits;
  if (name === 'satp') {
    // Deviation "satp-modes": set and clear must not make Sv48 or Sv57.
    const modes = write === 'replace' ? [0n, 1n, 2n, 7n, 8n, 8n, 12n, 14n, 15n] : [0n, 8n];
    written = BigInt.asUintN(60, written) | (random.pick(modes) << 60n);
  }
  emitter.put('csrrci', { rs1: mode === 'M' ? 8 : 2, imm: mode === 'M' ? 0x300 : 0x100 });
  emitter.put('csrrs', { rd: old, imm });
  if (source === 'rs1') emitter.loadLiteral(value, () => written);
  const immediate = random.below(32) & Number((bits ?? 31n) & 31n);
  emitter.put(row.name, { rd: read, rs1: source === 'rs1' ? value : immediate, imm });
  emitter.put('csrrs', { rd: read, imm });
  emitter.put('csrrw', { rs1: old, imm });
}

/** Deviation "hypervisor-bits". */
const VSTIMECMP = 0x24d;
const privilege = { M: 3, S: 1, U: 0 } as const;
const privilegeOf = (number: number): number => (number >> 8) & 3;
const readOnly = (number: number): boolean => number >> 10 === 3;
