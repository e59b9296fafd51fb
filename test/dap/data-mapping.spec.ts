// Data breakpoints watch bytes, not addresses: whoever writes them, a device too, and wherever the page table has them now.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { AddressSpaceBody, PageWalkBody } from '../../src/protocol/requests';
import { image } from '../../src/devices/board.fixture';
import { disk } from '../qemu/device-programs';
import { workplace, type TestClient } from './adapter';

const place = workplace();

async function watch(client: TestClient, address: string): Promise<DebugProtocol.Breakpoint> {
  const { dataId, description } = await client.request<{ dataId: string | null; description: string }>(
    'dataBreakpointInfo',
    { name: address, asAddress: true, bytes: 8 },
  );
  assert.ok(dataId, description);
  const { breakpoints } = await client.request<DebugProtocol.SetDataBreakpointsResponse['body']>(
    'setDataBreakpoints',
    { breakpoints: [{ dataId, accessType: 'write' }] },
  );
  return breakpoints[0];
}

test('a device that writes memory by itself', async () => {
  const sectors = new BigUint64Array((8 * 512) / 8).map((_, i) => 0x1000n + BigInt(i >> 6));
  writeFileSync(place.path('disk.img'), sectors);
  writeFileSync(place.path('disk.elf'), image(disk(8)));
  const client = await place.start();
  await client.begin({
    launch: {
      kernel: 'none',
      program: place.path('disk.elf'),
      disk: place.path('disk.img'),
      diskLatency: 500,
      stopOnEntry: 'reset',
    },
  });
  await client.stopped();
  const { verified } = await watch(client, (await client.evaluate('&data')).split(' ')[0]);
  assert.ok(verified);
  for (let sector = 0; sector < 3; sector++) {
    const stop = await client.go('continue');
    assert.equal(stop.reason, 'data breakpoint');
    assert.match(stop.text ?? '', /by a device, which writes memory by itself \(DMA\)/);
    assert.equal(Number(await client.evaluate('*(long *)&data')), 0x1000 + sector);
  }
});

const heap = `#include <trapframe.h>
int main(void) {
  long *page = sbrk(4096);
  *page = 1;
  sbrk(-4096);
  if (fork() == 0) sleep(1000000); /* the child has the frame that was given back */
  page = sbrk(4096);
  *page = 2;
  return 0;
}
`;

test('a page that is not there yet, is there, goes, and comes back in another frame', async () => {
  writeFileSync(place.path('heap.c'), heap);
  const client = await place.start();
  await client.begin({ launch: { program: place.path('heap.c') } });
  await client.stopped();
  const { regions } = await client.request<AddressSpaceBody>('trapframe/addressSpace', { pid: 1 });
  const start = regions.filter(({ kind }) => kind === 'data').at(-1)!.end; // where the heap begins
  const { verified } = await watch(client, start);
  assert.equal(verified, false);
  const frames = new Set<string>();
  for (const value of [1, 2]) {
    let stop = await client.go('continue');
    // The kernel clears a page before it gives it away, when that is mapped already.
    while (Number(await client.evaluate(`*(long *)${start}`)) !== value) stop = await client.go('continue');
    assert.equal(stop.reason, 'data breakpoint');
    const walk = await client.request<PageWalkBody>('trapframe/pageWalk', { pid: 1, address: start });
    frames.add(String(walk.physical));
  }
  assert.equal(frames.size, 2, [...frames].join());
});
