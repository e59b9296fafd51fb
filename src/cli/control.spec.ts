import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const { trapframe } = commandLine({
  'loop.s': '.globl main\nmain: j main\n',
  'nosy.s': '.globl main\nmain: li t0, 0x80000000\n lw a0, 0(t0)\n snez a0, a0\n ret\n',
  'letter.s': `
        .globl main
main:   ld t0, 8(a1)
        li s1, 4
1:      li a0, 1
        mv a1, t0
        li a2, 1
        li a7, SYS_write
        ecall
        li t1, 3000
2:      addi t1, t1, -1
        bnez t1, 2b
        addi s1, s1, -1
        bnez s1, 1b
        li a0, 0
        ret
`,
});

const two = ['@letter.s', 'a', '--', '@letter.s', 'b'];

test('preemptive: two programs share the CPU; cooperative: the first keeps it until it ends', async () => {
  const shared = await trapframe('run', '--time-slice', '2000', ...two);
  assert.match(shared.out, /ab+a/);
  const kept = await trapframe('run', '--time-slice', '2000', '--control', 'cooperative', ...two);
  assert.deepEqual([kept.out, kept.status], ['aaaabbbb', 0]);
});

test('a loop lets the other one run only where there is a timer', async () => {
  const words = ['--max-instructions', '2_000_000', '@loop.s', '--', '@letter.s', 'x'];
  const out = async (control: string): Promise<string> => {
    const { out, status } = await trapframe('run', '--control', control, ...words);
    assert.equal(status, 124);
    return out;
  };
  assert.equal(await out('preemptive'), 'xxxx');
  assert.equal(await out('cooperative'), '');
  assert.equal(await out('direct'), '');
});

test('direct: a program reads the kernel; otherwise that is a page fault', async () => {
  assert.equal((await trapframe('run', '--control', 'direct', '@nosy.s')).status, 1);
  for (const control of ['preemptive', 'cooperative']) {
    assert.equal((await trapframe('run', '--control', control, '@nosy.s')).status, 128 + 13);
  }
});

test('the policy decides who is next', async () => {
  const out = async (...words: string[]): Promise<string> =>
    (await trapframe('run', '--time-slice', '2000', ...words, ...two)).out;
  assert.equal(await out('--policy', 'fifo'), 'aaaabbbb');
  assert.match(await out('--policy', 'rr:quantum=1'), /ab+a/);
  const drawn = await out('--policy', 'lottery', '--seed', '5');
  assert.equal(drawn, await out('--policy', 'lottery:seed=5'));
  assert.equal(drawn.length, 8);
});

test('a wrong value is one line', async () => {
  const { status, err } = await trapframe('run', '--control', 'free', '@loop.s');
  assert.equal(status, 2);
  assert.equal(
    err,
    'trapframe: --control "free" is not allowed; it takes one of preemptive, cooperative, direct',
  );
});
