/** Steps across an exec: where the program that was executed is gone, they end where the new one begins. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workplace, type Stop, type TestClient } from './adapter';

const place = workplace();

async function at(mark: string): Promise<TestClient> {
  const client = await place.start();
  const path = place.path('replaced.c');
  await client.begin({
    launch: { programs: [path, place.path('hello.s')], stopOnEntry: false },
    breakpoints: { [path]: [{ line: place.line('replaced.c', mark), condition: '$pid == 1 && turn == 0' }] },
  });
  await client.stopped();
  await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
  return client;
}

const begun = `replaced.c:${place.line('replaced.c', 'begins')}`;

for (const [name, mark, command, more] of [
  ['over the exec itself', 'exec', 'next', {}],
  ['over the exec itself, by statements', 'exec', 'next', { granularity: 'statement' }],
  ['out of the function that makes it', 'fails', 'stepOut', {}],
  ['over a call that makes it, from main', 'deeper', 'next', {}],
  ['out of main', 'deeper', 'stepOut', {}],
] as const) {
  test(`a step ${name} ends in the main of the new program, here the same once more`, async () => {
    const client = await at(mark);
    if (mark === 'exec')
      assert.equal((await client.evaluate('failed')).startsWith('-'), true, 'one that fails returns');
    const stop: Stop = await client.go(command, more);
    assert.deepEqual([stop.reason, stop.where, stop.threadId], ['step', begun, 1]);
    assert.equal(await client.evaluate('argc'), '2');
    assert.equal(await client.evaluate('turn'), '0', 'its variables are new');
  });
}

test('a step over an ecall instruction that executes another program, in a child', async () => {
  const client = await place.start();
  const path = place.path('execs.s');
  await client.begin({
    launch: { programs: [path, place.path('count.s')], stopOnEntry: false },
    filters: ['syscall'],
  });
  for (let stop = await client.stopped(); stop.description?.includes('exec') !== true;)
    stop = await client.go('continue');
  await client.request('setExceptionBreakpoints', { filters: [] });
  const stop = await client.go('stepOut');
  assert.equal(stop.top.source?.name, 'count.s');
  assert.equal(stop.top.name, 'main');
});
