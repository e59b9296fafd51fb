import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csrName, csrNamed, csrNumber, csrPrivilege, csrs, isCsrReadOnly, readFields } from './csrs';

const meanings = (name: string, value: bigint): Record<string, string | undefined> =>
  Object.fromEntries(readFields(csrNamed(name)!, value).map(({ field, meaning }) => [field.name, meaning]));

test('every register has a name, a number and a line of documentation of its own', () => {
  assert.equal(new Set(csrs.map(({ number }) => number)).size, csrs.length);
  assert.equal(new Set(csrs.map(({ name }) => name)).size, csrs.length);
  for (const { name, number, doc, fields } of csrs) {
    assert.match(doc, /^[A-Z].{10,140}\.$/, name);
    assert.equal(csrNumber(name), number);
    assert.equal(csrName(number), name);
    for (const field of fields) assert.match(field.doc, /^[A-Z].{7,140}\.$/, `${name}.${field.name}`);
  }
});

test('fields are in order and do not overlap', () => {
  for (const { name, fields } of csrs) {
    let end = 0;
    for (const { low, width, name: field } of fields) {
      assert.ok(low >= end && width > 0, `${name}.${field}`);
      end = low + width;
    }
    assert.ok(end <= 64, name);
  }
});

test('the machine has the registers that it promises', () => {
  const expected: Record<string, number> = {
    cycle: 0xc00, time: 0xc01, instret: 0xc02, hpmcounter31: 0xc1f,
    sstatus: 0x100, sie: 0x104, stvec: 0x105, scounteren: 0x106, senvcfg: 0x10a, sscratch: 0x140, sepc: 0x141,
    scause: 0x142, stval: 0x143, sip: 0x144, stimecmp: 0x14d, satp: 0x180,
    mvendorid: 0xf11, marchid: 0xf12, mimpid: 0xf13, mhartid: 0xf14, mconfigptr: 0xf15,
    mstatus: 0x300, misa: 0x301, medeleg: 0x302, mideleg: 0x303, mie: 0x304, mtvec: 0x305, mcounteren: 0x306,
    menvcfg: 0x30a, mcountinhibit: 0x320, mhpmevent3: 0x323, mhpmevent31: 0x33f, mscratch: 0x340, mepc: 0x341,
    mcause: 0x342, mtval: 0x343, mip: 0x344, pmpcfg0: 0x3a0, pmpcfg2: 0x3a2, pmpaddr0: 0x3b0, pmpaddr15: 0x3bf,
    tselect: 0x7a0, tdata1: 0x7a1, tdata2: 0x7a2, tdata3: 0x7a3, mcycle: 0xb00, minstret: 0xb02, mhpmcounter3: 0xb03, mhpmcounter31: 0xb1f,
  }; // prettier-ignore
  for (const [name, number] of Object.entries(expected)) assert.equal(csrNumber(name), number, name);
  const inSeries = [
    'hpmcounter31',
    'mhpmevent3',
    'mhpmevent31',
    'pmpaddr0',
    'pmpaddr15',
    'mhpmcounter3',
    'mhpmcounter31',
  ];
  const alone = Object.keys(expected).length - inSeries.length;
  assert.equal(
    csrs.length,
    alone + 3 * 29 + 16,
    'no more and no less: three series of event counters, and 16 pmpaddr',
  );
  assert.equal(csrName(0x3a1), undefined);
  assert.equal(csrNumber('fcsr'), undefined);
});

test('the number says who may do what', () => {
  assert.deepEqual(['cycle', 'sepc', 'mepc', 'mhartid'].map((name) => csrPrivilege(csrNumber(name)!)), [0, 1, 3, 3]); // prettier-ignore
  assert.ok(isCsrReadOnly(csrNumber('time')!));
  assert.ok(isCsrReadOnly(csrNumber('mhartid')!));
  assert.ok(!isCsrReadOnly(csrNumber('mcycle')!));
});

test('fields in words', () => {
  const status = meanings('mstatus', 0x8000_000a_0000_1922n);
  assert.equal(status['MPP'], 'machine');
  assert.equal(status['SPP'], 'supervisor');
  assert.equal(status['SIE'], 'interrupts on');
  assert.equal(status['MIE'], 'interrupts off');
  assert.equal(status['UXL'], '64 bits');
  assert.equal(meanings('mstatus', 0x1000n)['MPP'], undefined);
  assert.deepEqual(meanings('scause', 8n), {
    'Exception Code': 'Environment call from U-mode',
    Interrupt: 'exception: the instruction itself trapped',
  });
  assert.equal(meanings('scause', (1n << 63n) | 5n)['Exception Code'], 'Supervisor timer interrupt');
  assert.deepEqual(meanings('satp', 0x8000_0000_0008_0123n), {
    PPN: 'root page table at 0x80123000',
    ASID: undefined,
    MODE: 'Sv39: 39-bit addresses, three levels',
  });
  assert.deepEqual(meanings('stvec', 0x8000_0105n), {
    MODE: 'vectored: interrupts go to BASE + 4 * cause',
    BASE: '0x80000104',
  });
  assert.deepEqual(meanings('misa', 0x8000_0000_0014_1105n), { Extensions: 'A C I M S U', MXL: '64 bits' });
  assert.equal(meanings('pmpcfg0', 0x1f00n)['pmp1cfg'], 'rwx, power-of-two region');
  assert.equal(meanings('mip', 0x80n)['MTIP'], 'pending');
  assert.deepEqual(csrNamed('sie')!.fields.map(({ name }) => name), ['SSIE', 'STIE', 'SEIE']); // prettier-ignore
  assert.equal(meanings('medeleg', 0x100n)['Environment call from U-mode'], 'supervisor mode');
});
