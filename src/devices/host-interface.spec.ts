/** `tohost`, as programs made for Spike use it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { board, type Board } from './board.fixture';

/** The image has its tohost at 0x8000_1000. */
const withHost = (code: string): Board =>
  board(
    `
        .globl  _start, tohost
_start: la      s0, tohost
${code}
        j       .
        .balign 4096
tohost: .dword  0
fromhost: .dword 0
`,
    { hostInterface: { tohost: 0x8000_1000 } },
  );

const PRINT = (text: string): string =>
  [...text]
    .map(
      (letter) => `
        li      t0, 0x0101000000000000 + ${letter.charCodeAt(0)}
        sd      t0, 0(s0)
1:      ld      t1, 0(s0)
        bnez    t1, 1b`,
    )
    .join('');

test('an odd word ends the run, with the status in the bits above', () => {
  for (const [word, code] of [
    [1, 0],
    [3, 1],
    [0x53, 0x29],
  ] as const) {
    const run = withHost(`li t0, ${word}\n sd t0, 0(s0)`);
    assert.deepEqual(run.run(), { kind: 'finished', code });
    assert.equal(run.symbol('tohost'), 0x8000_1000);
  }
});

test('a store of 32 bits is enough, as the test suites make it', () => {
  assert.deepEqual(withHost('li t0, 1\n1: sw t0, 0(s0)\n sw zero, 4(s0)\n j 1b').run(), {
    kind: 'finished',
    code: 0,
  });
});

test('device 1 prints, and the word is cleared when the host has taken it', () => {
  const run = withHost(`${PRINT('ok!')}\n li t0, 1\n sd t0, 0(s0)`);
  assert.deepEqual(run.run(), { kind: 'finished', code: 0 });
  assert.equal(run.console(), 'ok!');
});

test('also after a checkpoint, and when an AMO stores', () => {
  const run = withHost(`${PRINT('a')}\n there: nop\n nop\n li t0, 7\n amoswap.d zero, t0, (s0)`);
  run.run(12);
  run.machine.restoreCheckpoint(run.machine.saveCheckpoint());
  assert.deepEqual(run.run(), { kind: 'finished', code: 3 });
  assert.equal(run.console(), 'a');
});

test('what the host does not do ends the run with a reason', () => {
  const stop = withHost('la t0, fromhost\n sd t0, 0(s0)').run();
  assert.deepEqual(stop, {
    kind: 'stuck',
    reason: 'the program asked the host for what it does not do: tohost = 0x80001008',
  });
});

/** A call of the host as `riscv-tests` makes them: eight doublewords, and a wait for fromhost. */
const CALL = (number: number, first: number, second: string, third: number): string => `
        la      t0, call
        li      t1, ${number}
        sd      t1, 0(t0)
        li      t1, ${first}
        sd      t1, 8(t0)
        la      t1, ${second}
        sd      t1, 16(t0)
        li      t1, ${third}
        sd      t1, 24(t0)
        fence
        sd      t0, 0(s0)
1:      ld      t1, 8(s0)
        beqz    t1, 1b
        sd      zero, 8(s0)
        ld      a0, 0(t0)`;
const CALLS = (code: string): Board =>
  board(
    `
        .globl  _start, tohost
_start: la      s0, tohost
${code}
        j       .
text:   .ascii  "hello\\n"
        .balign 64
call:   .zero   64
        .balign 4096
tohost: .dword  0
fromhost: .dword 0
`,
    { hostInterface: { tohost: 0x8000_1000, fromhost: 0x8000_1008 } },
  );

test('write goes to the console and answers how much; exit ends the run', () => {
  const run = CALLS(`${CALL(64, 1, 'text', 6)}\n mv s1, a0\n${CALL(93, 7, 'text', 0)}`);
  assert.deepEqual(run.run(), { kind: 'finished', code: 7 });
  assert.equal(run.console(), 'hello\n');
  assert.equal(run.machine.harts[0].readRegister(9), 6n);
});

test('a descriptor that is not open is an error; a call that there is not ends the run', () => {
  const run = CALLS(`${CALL(64, 5, 'text', 6)}\n mv s1, a0\n${CALL(57, 1, 'text', 0)}`);
  assert.equal(run.run().kind, 'stuck');
  assert.equal(BigInt.asIntN(64, run.machine.harts[0].readRegister(9)), -9n);
  assert.equal(run.console(), '');
});

test('without the symbol it is memory like any other', () => {
  const run = board('_start: la t0, tohost\n li t1, 1\n sd t1, 0(t0)\n j .\n .balign 8\ntohost: .dword 0');
  assert.equal(run.run(1000).kind, 'limit');
});
