import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HashBody, MachineBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

/** A session that has made these requests, and what its machine then is. */
async function sessionAfter(...commands: readonly string[]) {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  for (const command of commands) await client.go(command);
  const digest = async () => (await client.request<HashBody>('trapframe/hash')).hash;
  const { instruction } = await client.request<MachineBody>('trapframe/machine');
  return { client, digest, instruction };
}

test('equal runs have equal digests, however they came there', async () => {
  const straight = await sessionAfter('continue');
  const hash = await straight.digest();
  assert.match(hash, /^[0-9a-f]{16}$/);
  assert.equal(await straight.digest(), hash, 'asking changes nothing');

  const again = await sessionAfter('continue');
  assert.equal(again.instruction, straight.instruction);
  assert.equal(await again.digest(), hash);

  const stepped = await sessionAfter('next', 'continue');
  assert.equal(stepped.instruction, straight.instruction);
  assert.equal(await stepped.digest(), hash);
});

test('a changed byte changes the digest, and putting it back restores it', async () => {
  const { client, digest } = await sessionAfter();
  const before = await digest();
  const place = { memoryReference: 'sp - 16', count: 1 };
  const { data } = await client.request<{ data: string }>('readMemory', place);
  await client.request('writeMemory', { ...place, data: Buffer.from([0xa5]).toString('base64') });
  assert.notEqual(await digest(), before);
  await client.request('writeMemory', { ...place, data });
  assert.equal(await digest(), before);
});
