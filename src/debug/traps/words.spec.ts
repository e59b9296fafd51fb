import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import builtin from '../kernels/builtin.json';
import { readDescription } from '../kernels/description';
import { filterOf, trapFilters } from './filters';
import { SystemCalls } from './system-calls';
import { boundary, causeOf, headline } from './words';

const { systemCalls, errors } = readDescription(builtin, 'builtin.json');
const calls = new SystemCalls(systemCalls, errors);
const caller = (registers: Record<string, bigint>, text?: string) => ({
  register: (name: string) => registers[name],
  text: () => text,
});
const trap = (scause: bigint, value = 0n) => ({ ...causeOf(scause), epc: 0x1000n, value });

test('system calls are decoded', () => {
  assert.equal(calls.describe(caller({ a7: 13n, a0: 1n, a1: 0x1040n, a2: 6n })), 'write(1, 0x1040, 6)');
  assert.equal(calls.describe(caller({ a7: 1n, a0: 0xffff_ffff_ffff_ffffn })), 'exit(-1)');
  assert.equal(calls.describe(caller({ a7: 10n, a0: 0x2000n, a1: 0n }, 'notes')), 'open("notes", 0)');
  assert.equal(calls.describe(caller({ a7: 10n, a0: 0x2000n, a1: 0n })), 'open(0x2000, 0)');
  assert.equal(calls.describe(caller({ a7: 99n })), 'system call 99');
  assert.equal(calls.constant('SYS_fork'), 2);
  assert.equal(calls.constant('SYS_frob'), undefined);
});

test('results have the names of errors, which are those of the kernel', () => {
  assert.deepEqual(
    [6n, 0n, -10n, -9999n].map((result) => calls.result(BigInt.asUintN(64, result))),
    ['6', '0', '-10 (ECHILD)', '-9999'],
  );
  const header = readFileSync(join(__dirname, '..', '..', '..', 'kernel', 'errors.h'), 'utf8');
  const defined = [...header.matchAll(/^#define (E\w+) (\d+)/gm)].map(([, name, number]) => [number, name]);
  assert.deepEqual(errors, Object.fromEntries(defined));
});

test('traps have a headline and a boundary label', () => {
  assert.equal(headline(trap(8n), 'write(1, 0x1040, 6)'), 'System call: write(1, 0x1040, 6)');
  assert.equal(boundary(trap(8n), 'write'), '── system call: write ──');
  const timer = trap((1n << 63n) | 5n);
  assert.equal(headline(timer, undefined), 'Timer interrupt');
  assert.equal(boundary(timer, undefined), '── timer interrupt ──');
  assert.equal(headline(trap(13n, 0x8000_0000n), undefined), 'Load page fault at 0x80000000');
  assert.equal(boundary(trap(2n), undefined), '── illegal instruction ──');
});

test('each exception falls under one filter', () => {
  const filters = Array.from({ length: 16 }, (_, cause) => filterOf({ cause, interrupt: false }));
  assert.equal(filters[8], 'syscall');
  assert.deepEqual([filters[12], filters[13], filters[15]], ['pageFault', 'pageFault', 'pageFault']);
  assert.equal(filters[2], 'illegal');
  assert.equal(filters[3], 'fault');
  assert.equal(filterOf({ cause: 5, interrupt: true }), 'timer');
  assert.equal(filterOf({ cause: 7, interrupt: true }), 'timer');
  assert.equal(filterOf({ cause: 9, interrupt: true }), 'device');
  assert.equal(filterOf({ cause: 11, interrupt: true }), 'device');
  assert.equal(filterOf({ cause: 1, interrupt: true }), 'device');
  assert.equal(filterOf({ cause: 3, interrupt: true }), 'device');
  assert.deepEqual(
    trapFilters.filter((one) => one.byDefault).map((one) => one.id),
    ['killed', 'panic'],
  );
});
