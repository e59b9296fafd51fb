import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TrapTableEntryBody } from '../../protocol/requests';
import { presentCpu, presentCsr } from './machine';
import type { Node } from './node';
import { presentCard } from './trap-card';
import { causeOf, presentEntry } from './trap-table';

const childrenOf = (node: Node | undefined): readonly Node[] => {
  assert.ok(Array.isArray(node?.children));
  return node.children as readonly Node[];
};

const syscall: TrapTableEntryBody = {
  cause: 8,
  interrupt: false,
  name: 'Environment call from U-mode',
  doc: 'A system call.',
  takenIn: 'kernel',
  vector: '0x80000100',
  vectorName: 'trap_vector',
  handler: { address: '0x80001000', name: 'system_call_handler' },
  count: 3,
};

test('a row of the trap table: where the hardware jumps, who handles it, how often', () => {
  const row = presentEntry(syscall, new Set(['8']));
  assert.equal(row.label, '8 Environment call from U-mode');
  assert.equal(row.description, 'trap_vector → system_call_handler · 3 times');
  assert.equal(row.checked, true);
  assert.match(row.spoken ?? '', /exception 8.*handled by system_call_handler, taken 3 times/);
});

test('before the vector is installed, and without a kernel’s table, it says so', () => {
  const { vector: _v, vectorName: _n, handler: _h, ...bare } = syscall;
  const row = presentEntry({ ...bare, interrupt: true, cause: 5, count: 0 }, new Set());
  assert.equal(row.label, 'int 5 Environment call from U-mode');
  assert.equal(row.description, 'no vector yet');
  assert.notEqual(row.id, presentEntry({ ...syscall, cause: 5 }, new Set()).id);
  assert.deepEqual(causeOf(row.id), { cause: 5, interrupt: true });
  assert.deepEqual(causeOf('8'), { cause: 8, interrupt: false });
});

test('of a kernel without a table the row says what was seen, or that nothing was yet', () => {
  const seen = { at: 5000, from: 'user', path: ['usertrap', 'myproc', 'syscall'], own: ['syscall'] } as const;
  const body: TrapTableEntryBody = {
    ...syscall,
    vectorName: 'uservec',
    handler: {
      address: '0x80001000',
      name: 'usertrap',
      seen: { ...seen, path: [...seen.path], own: ['syscall'] },
    },
  };
  const row = presentEntry(body, new Set());
  assert.equal(row.description, 'uservec → usertrap → syscall (seen) · 3 times');
  assert.match(row.spoken ?? '', /seen to be handled by usertrap, then syscall, taken 3 times/);
  assert.match(row.tooltip ?? '', /Seen at instant 5000, coming from user mode: usertrap, myproc, syscall\n/);
  assert.match(row.tooltip ?? '', /No other cause was seen to lead to syscall/);
  const { handler: _, ...rest } = body;
  const unseen = presentEntry({ ...rest, unseen: true, count: 0 }, new Set());
  assert.equal(unseen.description, 'uservec → not seen yet');
  assert.match(unseen.spoken ?? '', /jumps to uservec, what handles it was not seen yet, taken never/);
});

test('the trap card: three parts; what the kernel has not saved yet is said', () => {
  const change = { what: 'mode', before: 'user', after: 'kernel' };
  const [hardware, saved, restores] = presentCard({
    headline: 'Timer interrupt',
    hardware: [change],
    saved: [],
    restores: [{ what: 'mode', before: 'kernel', after: 'user' }],
  });
  assert.equal(childrenOf(hardware)[0].spoken, 'mode: before user, after kernel');
  assert.equal(saved.description, 'nothing yet');
  assert.equal(childrenOf(restores)[0].description, 'kernel → user');
});

test('a CPU: mode, interrupts and timer in words; CSRs with the meaning of their fields', () => {
  const cpu = presentCpu(
    { cpu: 0, mode: 'kernel', pc: '0x1', interruptsEnabled: false, pending: [], timer: -3 },
    () => Promise.resolve([]),
    true,
  );
  const rows = new Map(childrenOf(cpu).map(({ label, description }) => [label, description]));
  assert.equal(cpu.spoken, 'CPU 0, kernel mode, no process');
  assert.equal(rows.get('interrupts'), 'off');
  assert.equal(rows.get('timer'), 'is due');
  assert.equal(rows.get('address space'), 'none: addresses are physical');
  const csr = presentCsr(
    {
      name: 'sstatus',
      value: '0x100',
      doc: '',
      fields: [{ name: 'SPP', value: '0x1', meaning: 'kernel', doc: '' }],
    },
    'p',
  );
  assert.equal(childrenOf(csr)[0].description, '0x1 (kernel)');
});
