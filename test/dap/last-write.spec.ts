import assert from 'node:assert/strict';
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
