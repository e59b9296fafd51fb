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

test('without the symbol it is memory like any other', () => {
  const run = board('_start: la t0, tohost\n li t1, 1\n sd t1, 0(t0)\n j .\n .balign 8\ntohost: .dword 0');
  assert.equal(run.run(1000).kind, 'limit');
});
