import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stretch } from '../../src/machine/timing/stretch';
import { bare } from './bare';

/** The stretch behind a branch that is taken and was not foreseen to be: `body` never happens. */
function never(body: string, limit = 20): { stretch: Stretch; hash: string; x: (name: string) => bigint } {
  const source = `
    _start: li s0, 0x80080000
        li s1, 0x10000000
        li s2, 7
        beqz zero, end
        ${body}
        .globl end
    end: j end
  `;
  const run = bare(source, { costModel: 'caches', transient: limit });
  const found: Stretch[] = [];
  run.machine.onTransient = (stretch) => void found.push(stretch);
  run.machine.run(40);
  const plain = bare(source);
  plain.machine.run(40);
  assert.equal(run.machine.hash(true), plain.machine.hash(true), 'it leaves no architectural trace');
  const stretch = found.find(({ cause }) => cause === 'branch');
  assert(stretch);
  return { stretch, hash: run.machine.hash(), x: run.register };
}
const ended = (body: string): [number, string] => {
  const { stretch } = never(body);
  return [stretch.instructions.length, stretch.end];
};

test('a fence of any kind, CSRs, atomic instructions, devices and what traps end a stretch', () => {
  assert.deepEqual(ended('nop\n fence\n nop'), [1, 'fence']);
  assert.deepEqual(ended('fence r, w\n nop'), [0, 'fence']);
  assert.deepEqual(ended('nop\n fence.i'), [1, 'fence']);
  assert.deepEqual(ended('nop\n sfence.vma'), [1, 'fence']);
  assert.deepEqual(ended('nop\n nop\n rdcycle t0'), [2, 'csr']);
  assert.deepEqual(ended('amoadd.w t0, s2, (s0)'), [0, 'atomic']);
  assert.deepEqual(ended('lr.w t0, (s0)'), [0, 'atomic']);
  assert.deepEqual(ended('lbu t0, (s1)'), [0, 'device']);
  assert.deepEqual(ended('sb t0, (s1)'), [0, 'device']);
  assert.deepEqual(ended('ecall'), [0, 'trap']);
  assert.deepEqual(ended('ebreak'), [0, 'trap']);
  assert.deepEqual(ended('wfi'), [0, 'trap']);
  assert.deepEqual(ended('.word 0'), [0, 'fault']);
});

test('no more than so many instructions', () => {
  for (const limit of [1, 3]) {
    const { stretch } = never('nop\n nop\n nop\n nop', limit);
    assert.deepEqual([stretch.instructions.length, stretch.end], [limit, 'limit']);
  }
});

test('what a stretch stores its own loads see, and nobody else', () => {
  const { stretch } = never('sd s2, (s0)\n lw t0, (s0)\n lbu t1, 4(s0)\n addi t0, t0, 1\n fence');
  const [store, load, , sum] = stretch.instructions;
  assert.deepEqual(store.store, { address: 0x8008_0000n, width: 8, value: 7n });
  assert.deepEqual([load.value, load.load?.level, sum.value], [7n, undefined, 8n]);
});

test('a load brings its line, once; its register is a shadow', () => {
  const { stretch, x } = never('li s7, 1\n ld t1, 512(s0)\n ld t1, 520(s0)\n fence');
  const loads = stretch.instructions.flatMap(({ load }) => (load ? [load.level] : []));
  assert.deepEqual(loads, ['memory', 'first']);
  assert.equal(x('s7'), 0n);
});

test('branches in a stretch go by what it has computed; a loop ends with the limit', () => {
  const { stretch } = never('li t0, 2\n1: addi t0, t0, -1\n bnez t0, 1b\n fence');
  assert.deepEqual([stretch.instructions.length, stretch.end], [5, 'fence']);
  assert.deepEqual(ended('1: j 1b'), [20, 'limit']);
});

test('equal runs have equal stretches and caches', () => {
  const body = 'ld t1, 512(s0)\n ld t2, 1024(s0)\n fence';
  const [one, other] = [never(body), never(body)];
  assert.deepEqual(one.stretch, other.stretch);
  assert.equal(one.hash, other.hash);
  assert.notEqual(never('ld t1, 512(s0)\n fence').hash, one.hash);
});
