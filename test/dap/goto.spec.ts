import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { root, workplace, type TestClient } from './adapter';

const place = workplace();

const targets = async (client: TestClient, path: string, line: number) =>
  (
    await client.request<DebugProtocol.GotoTargetsResponse['body']>('gotoTargets', {
      source: { path },
      line,
    })
  ).targets;

test('jump to cursor: the pc is there, and nothing between was executed', async () => {
  const client = await place.start();
  const path = place.path('hello.s');
  await client.begin({ launch: { program: path } });
  await client.stopped();
  const instants: number[] = [];
  const now = async () =>
    instants.push((await client.request<{ instruction: number }>('trapframe/machine')).instruction);
  await now();
  const [to] = await targets(client, path, place.line('hello.s', 'branch'));
  const stop = await client.go('goto', { targetId: to.id });
  await now();
  assert.equal(stop.reason, 'goto');
  assert.equal(stop.where, `hello.s:${place.line('hello.s', 'branch')}`);
  assert.equal(instants[0], instants[1]);
  assert.equal(stop.top.instructionPointerReference, to.instructionPointerReference);
  // s1 was never set: the loop is not entered again.
  await client.evaluate('s1');
  assert.match((await client.go('next')).where, /^hello\.s:/);
});

test('lines without code have no targets; another program or a sleeping process cannot be sent there', async () => {
  const client = await place.start();
  const path = place.path('naps.s');
  await client.begin({ launch: { programs: [path, place.path('loop.s')] } });
  await client.stopped();
  assert.deepEqual(await targets(client, path, 1), []);
  assert.deepEqual(await targets(client, join(root, 'nowhere.s'), 1), []);
  const [nap] = await targets(client, path, place.line('naps.s', 'nap'));
  const [spin] = await targets(client, place.path('loop.s'), place.line('loop.s', 'spin'));
  assert.match(
    await client.refusal('goto', { threadId: 1, targetId: spin.id }),
    /is in loop, and the thread is in naps/,
  );
  assert.match(await client.refusal('goto', { threadId: 2, targetId: spin.id }), /does not run/);
  assert.match(await client.refusal('goto', { threadId: 1, targetId: 4711 }), /no target 4711/);
  assert.match((await client.go('goto', { threadId: 1, targetId: nap.id })).where, /^naps\.s:/);
});
