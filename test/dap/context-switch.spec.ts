import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace } from './adapter';

const place = workplace();

test('at a context switch: the saved registers of all others; one is changed, and that process goes on with it', async () => {
  const client = await place.start();
  const loop = place.path('loop.s');
  await client.begin({
    launch: { programs: [place.path('naps.s'), loop, loop], timeSlice: 2000 },
    filters: [],
    filterOptions: [{ filterId: 'contextSwitch', condition: 'pid == 2' }],
  });
  await client.stopped();
  await client.go('continue');
  // At the second one, process 3 has had its turn.
  const stop = await client.go('continue');
  assert.equal(stop.threadId, 2);
  assert.equal(stop.top.name, 'context_switch');

  // Process 2 is leaving the CPU, process 3 waits for it: both have registers where they were saved.
  const counts = new Map<number, number>();
  for (const threadId of [2, 3]) {
    const user = (await client.frames(threadId)).find(({ source }) => source?.name === 'loop.s');
    assert.ok(user, 'the stack leads to the program');
    counts.set(threadId, await client.number('s0', user.id));
    assert.ok(counts.get(threadId)! > 0);
    if (threadId === 2) continue;
    const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', {
      frameId: user.id,
    });
    const { variablesReference } = scopes.find(({ name }) => name === 'Registers')!;
    await client.request('setVariable', { variablesReference, name: 's0', value: '1000000' });
  }
  const sleeper = await client.frames(1);
  assert.ok(sleeper.some(({ name }) => name === '── system call: sleep ──'));

  await client.request('setExceptionBreakpoints', {
    filters: [],
    filterOptions: [{ filterId: 'timer', condition: 'pid == 3' }],
  });
  const later = await client.go('continue');
  assert.equal(later.threadId, 3);
  const user = later.frames.find(({ source }) => source?.name === 'loop.s');
  const now = await client.number('s0', user?.id);
  assert.ok(now > 1_000_000 && now < 1_000_000 + 2000, `it counts on from the new value: ${now}`);
});
