import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const { trapframe, path } = commandLine({
  'hello.s': `
        .globl main
main:   li a0, 1
        la a1, greeting
        li a2, 6
        li a7, SYS_write
        ecall
        li a0, 0
        ret
        .section .rodata
greeting: .ascii "hello\\n"
`,
  'count.s': `
        .globl main
main:   li t0, 30000
1:      addi t0, t0, -1
        bnez t0, 1b
        li a0, 0
        ret
`,
  'nosy.s': '.globl main\nmain: li t0, 0x80000000\n ld a0, 0(t0)\n ret\n',
});

/** The rows of the table, a step each: which column, and its words, put together again. */
async function steps(...words: string[]): Promise<(readonly [number, string])[]> {
  const { out } = await trapframe('trace', '--format', 'protocol', ...words);
  const found: [number, string][] = [];
  for (const line of out.trimEnd().split('\n').slice(1)) {
    if (line.startsWith('---')) continue;
    const cells = line.split(/ \|(?: |$)/).map((cell) => cell.trimEnd());
    const column = cells.findIndex((cell) => cell !== '');
    const text = cells[column];
    if (text.startsWith('  ')) found.at(-1)![1] += ' ' + text.trim();
    else found.push([column, text]);
  }
  return found;
}

test('without preemption the protocol says that no timer interrupts a program', async () => {
  for (const control of ['cooperative', 'direct']) {
    const told = (await steps('--control', control, '@hello.s')).map(([, text]) => text);
    assert.ok(told.includes('chooses control and policy: no timer interrupts a program'), control);
  }
});

test('the protocol of a hello program reads like the table of limited direct execution', async () => {
  const [os, hardware, program] = [0, 1, 2];
  assert.deepEqual(
    (await steps('@hello.s')).map(([column, text]) => [column, text.replaceAll(/0x[0-9a-f]+/g, 'X')]),
    [
      [os, 'OS @ boot'],
      [hardware, 'reset: cpu 0 starts in machine mode at X'],
      [os, 'leaves machine mode for the kernel at X'],
      [hardware, 'goes to kernel mode'],
      [os, 'initializes the trap table: system calls, faults, timer, devices'],
      [hardware, 'remembers the address of the trap vector: X'],
      [os, 'builds its page table: whose memory is whose'],
      [hardware, 'translates addresses by the page table at X'],
      [os, 'chooses control and policy, makes the interrupt timer ready'],
      [hardware, 'accepts interrupts of the timer'],
      [os, 'makes the devices ready'],
      [hardware, 'accepts interrupts of devices'],
      [os, 'OS @ run'],
      [os, 'creates an entry in the process list'],
      [os, 'allocates memory for the program'],
      [os, 'loads bin/hello into memory'],
      [os, 'sets up the user stack with argv'],
      [os, 'fills the kernel stack with registers and pc'],
      [os, 'hello (1) gets the CPU: takes its kernel registers and kernel stack'],
      [os, 'restores the registers; returns from the trap'],
      [hardware, 'goes to user mode; jumps to X'],
      [program, 'hello (1): runs'],
      [program, 'hello (1): traps into the OS: write(1, X, 6)'],
      [hardware, 'saves pc X and the cause; goes to kernel mode; jumps to the trap vector'],
      [os, 'saves the registers; handles write(1, X, 6)'],
      [os, 'prints "hello"'],
      [os, 'restores the registers; returns from the trap'],
      [hardware, 'goes to user mode; jumps to X'],
      [program, 'hello (1): runs with a0 = 6'],
      [program, 'hello (1): traps into the OS: exit(0)'],
      [hardware, 'saves pc X and the cause; goes to kernel mode; jumps to the trap vector'],
      [os, 'saves the registers; handles exit(0)'],
      [os, 'hello (1) exits with status 0'],
      [os, 'frees the memory of the process'],
      [os, 'removes it from the process list, but for its exit status'],
      [os, 'hello (1) gives up the CPU: saves its kernel registers in the process list'],
      [hardware, 'the machine is switched off: pass'],
    ],
  );
});

test('an interrupt is the hardware’s doing, a fault the program’s', async () => {
  const interrupt = (await steps('--only', 'interrupt', '@count.s')).filter(
    ([, text]) => !/^OS @/.test(text),
  );
  assert.deepEqual(interrupt[0][0], 1);
  assert.match(interrupt[0][1], /^Timer interrupt: saves pc 0x\w+ and the cause; goes to kernel mode/);
  assert.match(interrupt[1][1], /^saves the registers; handles Timer interrupt$/);
  const fault = await steps('--pid', '1', '--only', 'exception,killed', '@nosy.s');
  assert.deepEqual(fault[1], [2, 'nosy (1): Load page fault at 0x80000000']);
  assert.match(fault.at(-1)![1], /^nosy \(1\) is killed: Load page fault/);
});

interface ChromeRecord {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur: number;
  readonly pid: number;
  readonly tid: number;
}

async function chrome(...words: string[]): Promise<ChromeRecord[]> {
  const { out } = await trapframe('trace', '--format', 'chrome', ...words);
  return (JSON.parse(out) as { traceEvents: ChromeRecord[] }).traceEvents;
}

test('for Perfetto: slices in a row on each track, as long as what was spent in each mode', async () => {
  const records = await chrome('--stats', path('stats.json'), '@count.s', '--', '@hello.s');
  const slices = records.filter(({ ph }) => ph === 'X');
  for (const tid of new Set(slices.map((one) => one.tid))) {
    let end = 0;
    for (const { ts, dur } of slices.filter((one) => one.tid === tid)) {
      assert.ok(ts >= end && dur > 0);
      end = ts + dur;
    }
  }
  const named = records.filter(({ ph, name }) => ph === 'M' && name === 'thread_name').map(({ tid }) => tid);
  assert.deepEqual(
    [...new Set(records.filter(({ ph }) => ph !== 'M').map(({ tid }) => tid))].sort(),
    named.sort(),
  );
  const { written } = await trapframe('run', '--stats', path('stats.json'), '@count.s', '--', '@hello.s');
  const { processes } = JSON.parse(written[path('stats.json')]) as {
    processes: { pid: number | null; user: number }[];
  };
  for (const { pid, user } of processes) {
    if (pid === null) continue;
    const mine = slices.filter(({ tid, name }) => tid === pid && name === 'user');
    assert.equal(
      mine.reduce((sum, { dur }) => sum + dur, 0),
      user,
    );
  }
});

test('for Perfetto: --only chooses the marks; the slices stay right', async () => {
  const all = await chrome('@hello.s');
  const some = await chrome('--only', 'trap', '@hello.s');
  const slices = (records: ChromeRecord[]) => records.filter(({ ph }) => ph === 'X');
  assert.deepEqual(slices(some), slices(all));
  assert.deepEqual(
    some.filter(({ ph }) => ph === 'i').map(({ name }) => name),
    ['trap', 'trap'],
  );
});
