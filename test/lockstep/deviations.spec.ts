/** What our machine does where QEMU does something else: a test for each row of the table. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { Cause, Interrupt } from '../../src/isa/causes';
import { bare, type Bare } from '../machine/bare';
import { deviations } from './deviations';
import { NOTHING } from './memory-map';

const MEMORY = 2 ** 20;
const END = 0x8000_0000 + MEMORY;

interface Check {
  /** Machine-mode code; a trap ends it, and s0 counts them. */
  readonly code: string;
  readonly holds: (run: Bare) => void;
}

const program = (code: string): string => `
        .globl  _start, handler, there, data, done
_start: la      t0, handler
        csrw    mtvec, t0
        la      s1, data
        li      s2, ${NOTHING}
        li      s3, ${END}
${code}
done:   j       done
        .balign 4
handler: addi   s0, s0, 1
        csrr    s4, mcause
        csrr    s5, mtval
        csrr    s6, mepc
        ld      s7, 16(s1)
        j       done
        .balign 4096
data:   .dword  1, 2, 0x1122334455667788
        .zero   8168
`;

const reads = (values: Record<string, bigint>) => (run: Bare) => {
  assert.equal(run.register('s0'), 0n, 'a trap was taken');
  for (const [register, value] of Object.entries(values)) assert.equal(run.register(register), value);
};
const traps = (cause: bigint | number, value?: (run: Bare) => bigint) => (run: Bare) => {
  assert.equal(run.register('s0'), 1n, 'traps');
  assert.equal(run.register('s4'), BigInt(cause));
  if (value) assert.equal(run.register('s5'), value(run));
};
/** A write of all ones, and what then reads. */
const ones = (...names: string[]): string =>
  names
    .map((name, n) => `        li t0, -1\n        csrw ${name}, t0\n        csrr a${n}, ${name}`)
    .join('\n');
const NAPOT_ALL = 0x1f;
/** Loads and stores with the eyes of supervisor mode. */
const AS_SUPERVISOR = `
        li      t0, ${(1 << 17) | (1 << 11)}
        csrs    mstatus, t0`;

const checks: Readonly<Record<string, Check>> = {
  counters: {
    code: `csrr a0, instret
        csrr    a1, instret
        csrr    a2, time
        nop
        csrr    a3, time
        sub     a0, a1, a0
        sub     a1, a3, a2`,
    holds: reads({ a0: 1n, a1: 2n }),
  },
  identity: { code: 'csrr a0, marchid\n        csrr a1, mimpid', holds: reads({ a0: 0n, a1: 0n }) },
  triggers: {
    code: ones('tselect', 'tdata1', 'tdata2', 'tdata3'),
    holds: reads({ a0: 0n, a1: 0n, a2: 0n, a3: 0n }),
  },
  'epc-bit-0': {
    code: ones('mepc', 'sepc'),
    holds: reads({ a0: 0xffff_ffff_ffff_fffen, a1: 0xffff_ffff_ffff_fffen }),
  },
  'envcfg-fields': { code: ones('menvcfg', 'senvcfg'), holds: reads({ a0: (1n << 63n) | 1n, a1: 1n }) },
  'hpm-counters': {
    code: ones('mhpmcounter3', 'mhpmevent3', 'mcounteren', 'scounteren', 'mcountinhibit'),
    holds: reads({ a0: 0n, a1: 0n, a2: 7n, a3: 7n, a4: 5n }),
  },
  'pmp-reserved': {
    code: `li t0, ${NAPOT_ALL}
        csrw    pmpcfg0, t0
        li      t0, 0x7a
        csrw    pmpcfg0, t0
        csrr    a0, pmpcfg0`,
    holds: reads({ a0: 0x1bn }),
  },
  'stimecmp-off': { code: 'csrw stimecmp, zero\n        csrr a0, mip', holds: reads({ a0: 0n }) },
  'breakpoint-value': {
    code: 'there: ebreak',
    holds: traps(Cause.breakpoint, (run) => run.label('there')),
  },
  'split-access': {
    code: 'ld a0, 1(s2)',
    holds: traps(Cause.loadAccessFault, () => BigInt(NOTHING + 1)),
  },
  'store-around': {
    code: `li a0, -5
        sw      a3, 4(a0)`,
    holds: traps(Cause.storeAccessFault, () => 2n ** 64n - 1n),
  },
  'hypervisor-bits': {
    code: `${ones('mie', 'mideleg', 'medeleg')}
        csrr    a3, 0x24d`,
    holds: (run) => {
      traps(Cause.illegalInstruction)(run);
      assert.deepEqual(
        ['a0', 'a1', 'a2'].map((name) => run.register(name)),
        [0xaaan, 0x222n, 0xb3ffn],
      );
    },
  },
  'status-fields': {
    code: `li t0, 3
        slli    t1, t0, 32              # UXL
        slli    t0, t0, 9               # VS
        or      t0, t0, t1
        csrs    mstatus, t0
        csrr    a0, mstatus
        csrc    mstatus, t0
        csrr    a1, mstatus`,
    holds: reads({ a0: 0xa_0000_0000n, a1: 0xa_0000_0000n }),
  },
  'amo-no-memory': {
    code: 'amoadd.w a0, a0, (s2)',
    holds: traps(Cause.storeAccessFault, () => BigInt(NOTHING)),
  },
  reservation: {
    code: 'sc.w a0, a0, (s2)',
    holds: traps(Cause.storeAccessFault, () => BigInt(NOTHING)),
  },
  'pmpaddr-width': { code: ones('pmpaddr3'), holds: reads({ a0: (1n << 54n) - 1n }) },
  'interrupt-priority': {
    code: `li t0, 0x222
        csrw    mip, t0
        csrw    mie, t0
        csrsi   mstatus, 8
        nop`,
    holds: traps((1n << 63n) | BigInt(Interrupt.supervisorExternal)),
  },
  'table-no-memory': {
    code: `li t0, ${NAPOT_ALL}
        csrw    pmpcfg0, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 8
        slli    t0, t0, 60
        srli    t1, s2, 12
        or      t0, t0, t1
        csrw    satp, t0${AS_SUPERVISOR}
        lw      a0, 0(s1)`,
    holds: traps(Cause.loadAccessFault, (run) => run.label('data')),
  },
  'csr-write-zero': {
    code: 'li t0, 0\n        csrrs a0, mvendorid, t0',
    holds: traps(Cause.illegalInstruction),
  },
  'mprv-after-trap': {
    // No region is open: the load fails as supervisor's; in the handler MPP is machine mode, and its load succeeds.
    code: `${AS_SUPERVISOR}
        lw      a0, 0(s1)`,
    holds: (run) => {
      traps(Cause.loadAccessFault)(run);
      assert.equal(run.register('s7'), 0x1122_3344_5566_7788n);
    },
  },
  'mret-without-pmp': {
    code: `la t0, there
        csrw    mepc, t0
        mret
there:  nop`,
    holds: traps(Cause.instructionAccessFault, (run) => run.label('there')),
  },
  'satp-modes': {
    code: `li t0, 9
        slli    t0, t0, 60
        csrw    satp, t0
        csrr    a0, satp`,
    holds: reads({ a0: 0n }),
  },
  'pmp-split': {
    code: `li t1, 4096
        add     t1, t1, s1
        srli    t0, s1, 2
        csrw    pmpaddr0, t0
        srli    t0, t1, 2
        csrw    pmpaddr1, t0
        addi    t0, t0, 1024
        csrw    pmpaddr2, t0
        li      t0, 0x0f0f00
        csrw    pmpcfg0, t0${AS_SUPERVISOR}
        ld      a0, -4(t1)`,
    holds: reads({ a0: 0n }),
  },
  'pmp-inside': {
    code: `addi t0, s1, 4
        srli    t0, t0, 2
        csrw    pmpaddr0, t0
        li      t0, 0x17
        csrw    pmpcfg0, t0
        ld      a0, 2(s1)`,
    holds: traps(Cause.loadAccessFault, (run) => run.label('data') + 2n),
  },
  'mpp-reserved': {
    code: `li t0, 0x800
        csrw    mstatus, t0
        li      t0, 0x1000
        csrw    mstatus, t0
        csrr    a0, mstatus`,
    holds: reads({ a0: 0xa_0000_0800n }),
  },
  'partial-store': {
    code: `li t0, -1
        sd      t0, -4(s3)`,
    holds: (run) => {
      traps(Cause.storeAccessFault, () => BigInt(END))(run);
      assert.deepEqual([...run.machine.readPhysical(END - 4, 4)!], [0, 0, 0, 0]);
    },
  },
};

describe('where QEMU differs', () => {
  for (const { name, ours } of deviations) {
    for (const engine of ['interpreter', 'translator'] as const) {
      test(`${name}, ${engine}: ${ours}`, () => {
        const { code, holds } = checks[name];
        const run = bare(program(`        ${code}`), { memory: MEMORY, engine });
        run.runTo('done');
        holds(run);
      });
    }
  }

  test('the table of the documentation has the same rows', () => {
    const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'machine.md'), 'utf8');
    const named = [...page.matchAll(/^\| `([a-z0-9-]+)` +\| .* \| .* \| .* \|$/gm)].map(([, name]) => name);
    assert.deepEqual(
      named,
      deviations.map(({ name }) => name),
    );
  });
});
