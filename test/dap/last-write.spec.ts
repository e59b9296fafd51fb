import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { LastWriteBody, MachineBody } from '../../src/protocol/requests';
import { workplace, type TestClient } from './adapter';

const place = workplace();

const ask = (client: TestClient, expression: string, more: object = {}): Promise<LastWriteBody> =>
  client.request('trapframe/lastWrite', { expression, ...more });

/** Asks, goes there, and says where that is. */
async function go(client: TestClient, expression: string, more: object = {}) {
  const write = await ask(client, expression, { go: true, ...more });
  const stop = await client.stopped();
  const { instruction } = await client.request<MachineBody>('trapframe/machine');
  assert.equal(instruction, write.instruction);
  assert.equal(stop.reason, 'goto');
  return { write, stop };
}

test('who wrote a variable last: each write before the other, to where its memory came from', async () => {
  const client = await place.start();
  const path = place.path('tally.s');
  await client.begin({
    launch: { program: path, timeSlice: 200 },
    breakpoints: { [path]: [{ line: place.line('tally.s', 'done') }] },
  });
  await client.stopped();
  await client.go('continue');
  const kernel = await ask(client, 'tally');
  assert.deepEqual([kernel.by, kernel.pid, kernel.value], ['kernel', 1, '7']);
  assert.match(kernel.words, /^tally .* in kernel mode, process 1 \(tally\), system call: read/);
  let { instruction: before } = kernel;
  const lines: string[] = [];
  for (;;) {
    const write = await ask(client, 'tally', { before });
    before = write.instruction;
    if (write.by !== 'program') {
      if (lines.length >= 3) break;
      continue;
    }
    lines.push(/\((tally\.s:\d+)\)/.exec(write.words)?.[1] ?? write.words);
  }
  const line = (mark: string) => `tally.s:${place.line('tally.s', mark)}`;
  assert.deepEqual(lines, [line('same'), line('store'), line('store')]);
  const { stop, write } = await go(client, 'tally', { before: kernel.instruction - 2000 });
  assert.equal(write.by, 'program');
  assert.equal(stop.where, line('same'));
  assert.equal(stop.mode, 'user');
});

test('who wrote a register, a CSR, the mode: the program, the hardware, the kernel', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  const trapped = await client.go('continue');
  const greet = trapped.frames.find(({ name }) => name === 'greet');
  const a7 = await ask(client, 'a7', { frameId: greet!.id });
  assert.equal(a7.by, 'program');
  assert.match(a7.words, /hello\.s:\d+/);
  const scause = await go(client, 'scause');
  assert.deepEqual([scause.write.by, scause.write.pid, scause.stop.mode], ['hardware', 1, 'user']);
  assert.match(scause.write.words, /by the hardware, which took a trap/);
  const stvec = await ask(client, 'stvec');
  assert.equal(stvec.by, 'kernel');
  assert.match(stvec.words, /csrw/);
});

test('who wrote: nobody but the loader; the user of the debugger; what has no place is refused', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('tally.s') } });
  const main = await client.stopped();
  const { by } = await ask(client, 'kernel_secret_that_is_not').catch((error: Error) => ({
    by: error.message,
  }));
  assert.match(by, /nothing is called/);
  const ram = await ask(client, '0x87000000');
  assert.deepEqual([ram.by, ram.instruction], ['boot', 0]);
  await client.go('next');
  await client.request('evaluate', { expression: 'tally = 99', frameId: main.top.id, context: 'repl' });
  await client.go('next');
  const user = await ask(client, 'tally');
  assert.equal(user.by, 'user');
  assert.match(await client.refusal('trapframe/lastWrite', { expression: 'pc' }), /cannot be watched/);
});

test('a process killed by a wild store: from the kill to the guilty instruction in one action', async () => {
  const client = await place.start();
  const path = place.path('wild.s');
  writeFileSync(path, WILD);
  await client.begin({ launch: { program: path, timeSlice: 2000 }, filters: ['killed'] });
  await client.stopped();
  const killed = await client.go('continue');
  assert.equal(killed.reason, 'exception');
  const guilty = killed.frames.find(({ name }) => name === 'main')!;
  const { write, stop } = await go(client, 'where', { frameId: guilty.id });
  assert.deepEqual([write.by, write.pid, stop.mode], ['program', 1, 'user']);
  const line = WILD.split('\n').findIndex((text) => text.includes('# guilty')) + 1;
  assert.equal(stop.where, `wild.s:${line}`);
  assert.equal(stop.top.name, 'careless');
});

/** Stores behind the end of a table, where a pointer lies, and uses that long after. */
const WILD = `
        .globl main, careless, where
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 4
        call    careless
        li      t0, 20000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        la      t0, where
        ld      t0, 0(t0)
        sd      zero, 0(t0)             # the kernel kills it here
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
careless:
        la      t0, table
        slli    t1, a0, 3
        add     t0, t0, t1
        li      t2, 0x700000000
        sd      t2, 0(t0)               # guilty: the table has four entries
        ret
        .data
        .balign 8
table:  .dword  0, 0, 0, 0
where:  .dword  table
`;
