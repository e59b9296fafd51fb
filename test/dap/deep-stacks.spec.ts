// Stacks as deep as memory allows: they come in parts, and each part costs what it holds.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace, type TestClient } from './adapter';

const place = workplace();

/** Calls itself `depth` times, and stops there. */
const recursion = (depth: number): string => `
        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, ${depth}
        call    down
        ld      ra, 8(sp)
        addi    sp, sp, 16
        li      a0, 0
        ret
down:   beqz    a0, 9f
        addi    sp, sp, -16
        sd      ra, 8(sp)
        addi    a0, a0, -1
        call    down
        ld      ra, 8(sp)
        addi    sp, sp, 16
9: ret
`;

type Part = DebugProtocol.StackTraceResponse['body'];
const part = (client: TestClient, args: object): Promise<Part> =>
  client.request('stackTrace', { threadId: client.lastThread, ...args });

test('a stack of a thousand and more frames is there as a whole, in parts and at once', async () => {
  const client = await place.start();
  const depth = 1500;
  const program = place.path('deep.s');
  writeFileSync(program, recursion(depth));
  await client.begin({
    launch: { program, stopOnEntry: false },
    breakpoints: { [program]: [{ line: 18 }] },
  });
  await client.next('stopped');
  client.lastThread = 1;

  const whole = await part(client, {});
  const names = whole.stackFrames.map(({ name }) => name);
  assert.equal(names.filter((name) => name === 'down').length, depth + 1);
  assert.deepEqual(names.slice(depth), ['down', 'main', '_start']);

  const read: DebugProtocol.StackFrame[] = [];
  for (let start = 0; ; start += 400) {
    const { stackFrames, totalFrames } = await part(client, { startFrame: start, levels: 400 });
    read.push(...stackFrames);
    assert.ok(totalFrames! >= read.length);
    if (stackFrames.length < 400) {
      assert.equal(totalFrames, read.length, 'the end tells how many there are');
      break;
    }
  }
  assert.deepEqual(read, whole.stackFrames);
  assert.equal(new Set(read.map(({ id }) => id)).size, read.length, 'each has a number of its own');
  assert.deepEqual((await part(client, { startFrame: 5000, levels: 5 })).stackFrames, []);

  // A caller at the far end can be looked into, and is the same frame when others have gone above it.
  const main = read.find(({ name }) => name === 'main')!;
  const sp = await client.number('sp', main.id);
  assert.equal(sp - (await client.number('sp', read[0].id)), 16 * depth);
  await client.go('stepOut');
  const { stackFrames } = await part(client, {});
  assert.equal(stackFrames.find(({ name }) => name === 'main')!.id, main.id);
});

test('thirty thousand frames cost no more than the part that is asked for; what is too much for one answer says so', async () => {
  const client = await place.start();
  const depth = 30_000;
  const program = place.path('deeper.s');
  writeFileSync(program, recursion(depth).replace('main:', `main:   li      sp, 0x84000000\n        `));
  await client.begin({
    launch: { program, kernel: 'none', stopOnEntry: false },
    breakpoints: { [program]: [{ line: 19 }] },
  });
  const stopped = await client.next<DebugProtocol.StoppedEvent['body']>('stopped');
  client.lastThread = stopped.body.threadId!;
  const first = await part(client, { levels: 3 });
  assert.deepEqual(
    first.stackFrames.map(({ name }) => name),
    ['down', 'down', 'down'],
  );
  assert.ok(first.totalFrames! > 3, 'there are more');
  const most = await part(client, {});
  assert.equal(most.stackFrames.at(-1)!.presentationHint, 'label');
  assert.match(most.stackFrames.at(-1)!.name, /more frames/);
  const end = await part(client, { startFrame: depth, levels: 10 });
  assert.deepEqual(
    end.stackFrames.map(({ name }) => name),
    ['down', 'main'],
  );
});

test('a memory reference that is an expression is meant in the frame that is looked at', async () => {
  const client = await place.start();
  const program = place.path('few.s');
  writeFileSync(program, recursion(3));
  await client.begin({
    launch: { program, stopOnEntry: false },
    breakpoints: { [program]: [{ line: 18 }] },
  });
  const { frames } = await client.stopped();
  // The newest has not moved the stack pointer yet.
  const [, ...down] = frames.filter(({ name }) => name === 'down');
  const sp = async (reference: string): Promise<bigint> => {
    const { address } = await client.request<{ address: string }>('readMemory', {
      memoryReference: reference,
      count: 8,
    });
    return BigInt(address);
  };
  const newest = await sp('sp');
  for (const index of [2, 0, 1]) {
    await client.request('scopes', { frameId: down[index].id });
    assert.equal(await sp('sp'), newest + 16n * BigInt(index), `frame ${index}`);
    const { instructions } = await client.request<{ instructions: { address: string }[] }>('disassemble', {
      memoryReference: 'pc',
      instructionCount: 1,
    });
    assert.equal(BigInt(instructions[0].address), BigInt(down[index].instructionPointerReference!));
  }
  // A data breakpoint names its frame itself.
  const { description } = await client.request<{ description: string }>('dataBreakpointInfo', {
    name: '0 + sp',
    asAddress: true,
    frameId: down[2].id,
  });
  assert.match(description, new RegExp(`0x${(newest + 32n).toString(16)}`));
  // Once the machine has moved, it is the newest frame again.
  await client.request('scopes', { frameId: down[2].id });
  await client.go('next');
  assert.equal(await sp('sp'), newest);
});
