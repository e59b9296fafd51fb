/** Address translation (privileged specification, "Sv39"). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cause } from '../../src/isa/causes';
import { bare, type Bare } from './bare';

const Bit = { V: 1, R: 2, W: 4, X: 8, U: 16, G: 32, A: 64, D: 128 } as const;
const RW = Bit.V | Bit.R | Bit.W;
const SUM = 1 << 18;
const MXR = 1 << 19;

/**
 * Machine-mode code whose loads and stores have supervisor mode's eyes (MPRV). The first gigabyte is mapped through `middle`
 * and `low` by pages: page 0 to `data` with these bits, page 1 to `other`.
 */
const program = (bits: number, code: string): string => `
        .globl  _start, handler, data, other, low, middle, root, done
_start: la      t0, handler
        csrw    mtvec, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        la      s1, root
        la      s2, middle
        la      s3, low
        la      s4, data
        la      s5, other
        srli    t0, s2, 2
        ori     t0, t0, 1
        sd      t0, 0(s1)
        srli    t0, s3, 2
        ori     t0, t0, 1
        sd      t0, 0(s2)
        srli    t0, s4, 2
        ori     t0, t0, ${bits}
        sd      t0, 0(s3)
        srli    t0, s5, 2
        ori     t0, t0, ${RW}
        sd      t0, 8(s3)
        srli    t0, s1, 12
        li      t1, 8
        slli    t1, t1, 60
        or      t0, t0, t1
        csrw    satp, t0
        li      t0, ${(1 << 17) | (1 << 11)}
        csrs    mstatus, t0
        li      s6, ${1 << 17}
${code}
done:   j       done
        .balign 4
handler: j      handler
        .balign 4096
data:   .dword  11
        .zero   4088
other:  .dword  22
        .zero   4088
low:    .zero   4096
middle: .zero   4096
root:   .zero   4096
`;

const word = (run: Bare, label: string): bigint =>
  new DataView(run.machine.readPhysical(Number(run.label(label)), 8)!.buffer).getBigUint64(0, true);

describe('the walker sets A and D', () => {
  test('A at a load, D at a store', () => {
    const run = bare(program(RW, 'ld a0, 0(zero)\n there: sd a0, 8(zero)\n .globl there'));
    run.runTo('there');
    assert.equal(Number(word(run, 'low') & 0xffn), RW | Bit.A);
    run.runTo('done');
    assert.equal(Number(word(run, 'low') & 0xffn), RW | Bit.A | Bit.D);
    assert.equal(run.register('a0'), 11n);
  });

  test('and that store makes a page dirty, and is seen by who watches it', () => {
    const run = bare(program(RW, 'there: ld a0, 0(zero)\n .globl there'));
    run.runTo('there');
    const before = run.machine.saveCheckpoint();
    const seen: unknown[] = [];
    run.machine.onAccess = (access) => {
      if (access.kind === 'memory') seen.push([access.by, access.isWrite]);
      return false;
    };
    const address = Number(run.label('low'));
    run.machine.setWatches({
      memory: [{ address, length: 8, reads: false, writes: true }],
      registers: new Set(),
      csrs: new Set(),
    });
    run.runTo('done');
    assert.deepEqual(seen, [['walker', true]]);
    const page = (address - 0x8000_0000) / 4096;
    assert.notEqual(run.machine.saveCheckpoint().pages.get(page), before.pages.get(page));
    run.machine.restoreCheckpoint(before);
    assert.equal(Number(word(run, 'low') & 0xffn), RW);
  });

  test('not where the access fails', () => {
    const run = bare(program(Bit.V | Bit.R, 'sd a0, 0(zero)'));
    run.runTo('handler');
    assert.equal(run.csr('mcause'), BigInt(Cause.storePageFault));
    assert.equal(Number(word(run, 'low') & 0xffn), Bit.V | Bit.R);
  });
});

describe('rights', () => {
  for (const [what, bits, status, cause] of [
    ['a user page is closed to supervisor mode', RW | Bit.U, 0, Cause.loadPageFault],
    ['but not with SUM', RW | Bit.U, SUM, undefined],
    ['a page to execute cannot be read', Bit.V | Bit.X, 0, Cause.loadPageFault],
    ['but can with MXR', Bit.V | Bit.X, MXR, undefined],
    ['W without R is reserved', Bit.V | Bit.W, 0, Cause.loadPageFault],
    ['an entry without V', RW & ~Bit.V, 0, Cause.loadPageFault],
    ['a pointer in the last level', Bit.V, 0, Cause.loadPageFault],
  ] as const) {
    test(what, () => {
      const run = bare(program(bits, `li t0, ${status}\n csrs mstatus, t0\n ld a0, 0(zero)`));
      run.runTo(cause === undefined ? 'done' : 'handler');
      if (cause === undefined) assert.equal(run.register('a0'), 11n);
      else assert.equal(run.csr('mcause'), BigInt(cause));
    });
  }
});

describe('superpages', () => {
  /** An entry of `middle` or `root` for the address 2 MiB or 1 GiB. */
  const superpage = (table: string, entry: string, address: string): Bare =>
    bare(
      program(
        RW,
        `${entry}\n csrc mstatus, s6\n sd t0, 8(${table})\n csrs mstatus, s6\n li t1, ${address}\n add t1, t1, t2\n ld a0, 0(t1)`,
      ),
    );
  const LEAF = RW | Bit.A | Bit.D;

  test('of 2 MiB', () => {
    const run = superpage(
      's2',
      `li t0, ${(0x8000_0000 >>> 2) + LEAF}\n li t2, 0x80000000\n sub t2, s5, t2`,
      '0x200000',
    );
    run.runTo('done');
    assert.equal(run.register('a0'), 22n);
  });
  test('of 1 GiB', () => {
    const run = superpage(
      's1',
      `li t0, ${(0x8000_0000 >>> 2) + LEAF}\n li t2, 0x80000000\n sub t2, s5, t2`,
      '0x40000000',
    );
    run.runTo('done');
    assert.equal(run.register('a0'), 22n);
  });
  for (const [size, table, address] of [
    ['2 MiB', 's2', 0x20_0000],
    ['1 GiB', 's1', 0x4000_0000],
  ] as const) {
    test(`of ${size}, which begins elsewhere`, () => {
      const run = superpage(table, `li t0, ${(0x8000_1000 >>> 2) + LEAF}\n li t2, 0`, `${address}`);
      run.runTo('handler');
      assert.equal(run.csr('mcause'), BigInt(Cause.loadPageFault));
      assert.equal(run.csr('mtval'), BigInt(address));
    });
  }
});

describe('sfence.vma makes a new entry seen', () => {
  const change = (fence: string): string => `
        ld      a0, 0(zero)
        csrc    mstatus, s6
        ld      t0, 8(s3)
        sd      t0, 0(s3)
        li      t1, 0
        li      t2, 0
        ${fence}
        csrs    mstatus, s6
        ld      a1, 0(zero)`;
  for (const fence of ['sfence.vma', 'sfence.vma t1', 'sfence.vma zero, t2', 'sfence.vma t1, t2']) {
    test(fence, () => {
      const run = bare(program(RW, change(fence)));
      run.runTo('done');
      assert.equal(run.register('a0'), 11n);
      assert.equal(run.register('a1'), 22n);
    });
  }
});

test('addresses whose upper bits are not those of bit 38 fault', () => {
  const run = bare(program(RW, 'li t0, 1\n slli t0, t0, 38\n ld a0, 0(t0)'));
  run.runTo('handler');
  assert.equal(run.csr('mcause'), BigInt(Cause.loadPageFault));
  assert.equal(run.csr('mtval'), 1n << 38n);
});
