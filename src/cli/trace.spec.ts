import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventLine } from '../debug/events/json';
import { commandLine } from './surroundings.fixture';

const { trapframe } = commandLine({
  'hello.s': `
        .globl main
main:   li a0, 1
        la a1, greeting
        li a2, 6
        li a7, SYS_write
trap:   ecall
        li a0, 5
        ret
        .section .rodata
greeting: .ascii "hello\\n"
`,
  'count.s': `
        .globl main
main:   li t0, 100000
1:      addi t0, t0, -1
        bnez t0, 1b
        li a0, 0
        ret
`,
  'nap.s': '.globl main\nmain: li a0, 2\n li a7, SYS_sleep\n ecall\n li a0, 0\n ret\n',
  'suicide.s': '.globl main\nmain: li a0, 1\n li a7, SYS_kill\n ecall\n ret\n',
  'failing.s': `
        .globl main
main:   la a0, path
        li a1, 0
        li a7, SYS_spawn
        ecall
        ret
path:   .asciz "nothing"
`,
  'nosy.s': '.globl main\nmain: li t0, 0x80000000\n ld a0, 0(t0)\n ret\n',
  'bare.s': `
        .globl _start
_start: la t0, handler
        csrw mtvec, t0
        ecall
        li t1, 0x100000
        li t2, 0x5555
        sw t2, 0(t1)
1:      j 1b
handler: csrr t0, mepc
        addi t0, t0, 4
        csrw mepc, t0
        mret
`,
});

async function events(...words: string[]): Promise<EventLine[]> {
  const { out } = await trapframe('trace', '--format', 'json', ...words);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EventLine);
}

test('each line of JSON has the promised fields, and time goes on', async () => {
  const all = await events('@hello.s');
  let last = 0;
  for (const event of all) {
    const promised = ['at', 'cpu', 'pid', 'from', 'to', 'kind', 'cause', 'detail'];
    assert.deepEqual(Object.keys(event), [...promised, 'fact']);
    assert.ok(event.at >= last);
    last = event.at;
  }
});

test('a program’s life: boot, load, switch, system calls and returns, exit, halt', async () => {
  const all = await events('@hello.s');
  assert.equal(all[0].at, 0);
  assert.deepEqual([all[0].kind, all[0].from], ['boot', 'machine']);
  assert.ok(all.some(({ kind, from, to }) => kind === 'boot' && from === 'machine' && to === 'kernel'));
  const life = all.filter(({ pid }) => pid === 1);
  assert.deepEqual(
    life.map(({ kind, from, to, cause }) => [kind, from, to, cause]),
    [
      ['process', 'kernel', 'kernel', null],
      ['load', 'kernel', 'kernel', null],
      ...Array<unknown>(4).fill(['process', 'kernel', 'kernel', null]),
      ['switch', 'kernel', 'kernel', null],
      ['return', 'kernel', 'user', null],
      ['trap', 'user', 'kernel', 8],
      ['console', 'kernel', 'kernel', null],
      ['return', 'kernel', 'user', 8],
      ['trap', 'user', 'kernel', 8],
      ['exit', 'kernel', 'kernel', null],
      ...Array<unknown>(2).fill(['process', 'kernel', 'kernel', null]),
      ['switch', 'kernel', 'kernel', null],
    ],
  );
  const words = life.filter(({ kind }) => kind !== 'process').map(({ detail }) => detail);
  assert.equal(words[0], 'bin/hello is loaded for process 1');
  assert.match(words[3], /^System call: write\(1, 0x[0-9a-f]+, 6\), pc 0x/);
  assert.equal(words[4], '"hello"');
  assert.match(words[5], /a0 = 6$/);
  assert.match(words[6], /^System call: exit\(5\)/);
  assert.equal(words[7], 'hello (1) exits with status 5');
  assert.deepEqual([all.at(-1)!.kind, all.at(-1)!.pid], ['halt', null]);
});

test('timer interrupts take the CPU from one loop and give it to the other', async () => {
  const all = await events('--only', 'interrupt,switch', '@count.s', '--', '@count.s');
  assert.ok(all.every(({ kind }) => kind === 'interrupt' || kind === 'switch'));
  const timer = all.filter(({ kind, from }) => kind === 'interrupt' && from === 'user');
  assert.ok(
    timer.every(({ cause, to, detail }) => cause === 5 && to === 'kernel' && /^Timer interrupt/.test(detail)),
  );
  const turns = timer.map(({ pid }) => pid);
  assert.ok(turns.includes(1) && turns.includes(2));
  const gets = all.filter(({ detail }) => detail.endsWith('gets the CPU')).map(({ pid }) => pid);
  assert.deepEqual(gets.slice(0, 4), [1, 2, 1, 2]);
});

test('what a process waits for, and when it is ready again', async () => {
  const all = await events('--only', 'state,switch', '--pid', '1', '@nap.s');
  assert.deepEqual(
    all.map(({ kind, pid, detail }) => [kind, pid, detail]),
    [
      ['switch', 1, 'nap (1) gets the CPU'],
      ['state', 1, 'nap (1) is blocked: waits for the timer'],
      ['switch', 1, 'nap (1) gives up the CPU'],
      ['state', 1, 'nap (1) is ready: has waited for the timer'],
      ['switch', 1, 'nap (1) gets the CPU'],
      ['switch', 1, 'nap (1) gives up the CPU'],
    ],
  );
});

test('who is killed by a process ends, and the trace says why', async () => {
  const all = await events('--only', 'process,exit', '@suicide.s');
  const [why, exit] = all.slice(-4).map(({ detail }) => detail);
  assert.equal(why, 'ends it, as a process has asked by kill');
  assert.equal(exit, 'suicide (1) exits with status -1');
});

test('a fault, and what the kernel does about it', async () => {
  const all = await events('--pid', '1', '--only', 'exception,killed,exit', '@nosy.s', '--', '@hello.s');
  assert.deepEqual(
    all.map(({ kind, cause }) => [kind, cause]),
    [
      ['exception', 13],
      ['killed', 13],
    ],
  );
  assert.match(all[0].detail, /^Load page fault at 0x80000000, pc 0x1/);
  assert.match(all[1].detail, /^nosy \(1\) is killed: Load page fault at 0x80000000/);
});

test('a bare machine has traps and returns, and no processes', async () => {
  const all = await events('--kernel', 'none', '@bare.s');
  assert.deepEqual(
    all.map(({ kind, from, to, pid }) => [kind, from, to, pid]),
    [
      ['boot', 'machine', 'machine', null],
      ['trap', 'machine', 'machine', null],
      ['return', 'machine', 'machine', null],
      ['halt', 'machine', 'machine', null],
    ],
  );
});

test('a process that does not come to be is told to its end', async () => {
  const all = await events('--pid', '2', '@failing.s');
  assert.deepEqual(
    all.map(({ kind, detail }) => [kind, detail]),
    [
      ['process', 'creates an entry in the process list'],
      ['load', 'nothing is loaded for process 2'],
      ['process', 'removes it from the process list: its program cannot be loaded'],
    ],
  );
});

test('as text: one line each, in columns; the status is that of the run', async () => {
  const { status, out } = await trapframe('trace', '--only', 'trap', '@hello.s');
  assert.equal(status, 5);
  const lines = out.trimEnd().split('\n');
  assert.equal(lines.length, 2);
  assert.match(lines[0], /^ +\d+ {2}cpu 0 {2}pid 1 {3}user → kernel +trap +8 {2}System call: write\(/);
});

test('what may be asked for is said', async () => {
  const wrong = await trapframe('trace', '--only', 'traps', '@hello.s');
  assert.equal(wrong.status, 2);
  assert.match(wrong.err, /no events of kind "traps"; did you mean trap\?$/);
  assert.match(
    (await trapframe('trace', '--only', 'trap,zebra', '@hello.s')).err,
    /--only: there are no events of kind "zebra"; there are boot, /,
  );
  assert.match((await trapframe('trace', '--format', 'xml', '@hello.s')).err, /one of text, json/);
});
