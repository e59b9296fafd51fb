import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bare } from '../../../test/machine/bare';
import type { Machine } from '../../machine/types';
import { Runner } from './runner';

/** Looks through a table for work, again and again, and at the console; a q ends it. */
const LOOKING = `
        .globl  _start
_start: li      s0, 0x10000000
1:      la      t0, table
        li      t1, 64
2:      ld      t2, 0(t0)
        bnez    t2, 3f
        addi    t0, t0, 8
        addi    t1, t1, -1
        bnez    t1, 2b
        lbu     t2, 5(s0)
        andi    t2, t2, 1
        beqz    t2, 1b
        lbu     t2, 0(s0)
        sb      t2, 0(s0)
        li      t3, 'q'
        bne     t2, t3, 1b
3:      li      t0, 0x100000
        li      t1, 0x5555
        sw      t1, 0(t0)
        .bss
        .balign 8
table:  .zero   512
`;
/** Counts, and is never where it was before. */
const COUNTING = `
        .globl  _start
_start: li      t0, 20000000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        li      t0, 0x100000
        li      t1, 0x5555
        sw      t1, 0(t0)
`;

/** Runs to the end on a host where time passes only when somebody waits for it. @param typed what is typed, each when so many ms have passed */
async function runToEnd(machine: Machine, typed: readonly (readonly [number, string])[] = []) {
  const coming = [...typed];
  let passed = 0;
  const pace = {
    slice: 100_003,
    rest: () => Promise.resolve(),
    idle: (most: number) => {
      const piece = Math.min(most, 20);
      passed += piece;
      if (coming.length > 0 && passed >= coming[0][0])
        machine.input.type(Uint8Array.from(coming.shift()![1], (letter) => letter.charCodeAt(0)));
      return Promise.resolve(piece);
    },
  };
  machine.input.open = true;
  const outcome = await new Runner(machine, { pace }).run({});
  return { outcome, passed, instant: machine.instant };
}

for (const cpus of [1, 3]) {
  test(`a machine of ${cpus} that spins gets the host’s time as its own passes, and the same instants as ever`, async () => {
    const first = bare(LOOKING, { cpus }).machine;
    const run = await runToEnd(first, [
      [100, 'a'],
      [150, 'q'],
    ]);
    assert.equal(run.outcome.kind, 'ended');
    assert.ok(run.passed >= 150 && run.passed < 400, `${run.passed} ms`);
    const again = bare(LOOKING, { cpus }).machine;
    again.input.replay(first.input.log);
    assert.equal(again.run(Infinity).kind, 'finished');
    assert.equal(again.instant, run.instant);
  });
}

test('a machine that computes is not waited for, nor one whose input has ended', async () => {
  const { outcome, passed } = await runToEnd(bare(COUNTING).machine);
  assert.deepEqual({ kind: outcome.kind, passed }, { kind: 'ended', passed: 0 });
  const { machine } = bare(LOOKING);
  const pace = {
    slice: 100_003,
    rest: () => Promise.resolve(),
    idle: () => assert.fail('it was waited for'),
  };
  const { kind } = await new Runner(machine, { pace }).run({ until: 20_000_000 });
  assert.equal(kind, 'reached');
});
