/** The requests about address spaces, page walks and physical memory, over a real connection. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AddressSpaceBody, PageWalkBody, PhysicalMemoryBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

test('the address space of a process: its part and the kernel’s', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [{ path: place.path('hello.s'), args: ['one', 'two'] }] } });
  await client.stopped();
  const body = await client.request<AddressSpaceBody>('trapframe/addressSpace', { pid: 1 });
  assert.deepEqual([body.pid, body.name], [1, 'hello']);
  const users = body.regions.filter(({ isUsers, kind }) => isUsers || kind === 'guard');
  assert.deepEqual(
    users.map(({ kind, permissions, start, frames }) => [kind, permissions, start, frames]),
    [
      ['code', 'r-x', '0x1000', 1],
      ['data', 'rw-', '0x2000', 1],
      ['guard', '', '0x1fef000', 0],
      ['stack', 'rw-', '0x1ff0000', 16],
    ],
  );
  assert.deepEqual(
    body.arguments?.texts.map(({ text }) => text),
    ['hello', 'one', 'two'],
  );
  assert.equal(body.arguments?.argc, await client.number('a0'));
  assert.equal(Number(body.arguments?.argv), await client.number('a1'));
  const kernel = body.regions.filter((region) => region.kind === 'kernel');
  assert.ok(kernel.some(({ start, permissions }) => start === '0x80000000' && permissions === 'r-x'));
  assert.ok(kernel.every(({ isUsers, permissions }) => !isUsers && permissions !== 'rwx'));
  assert.ok(body.regions.some(({ kind }) => kind === 'device'));
  assert.match(await client.refusal('trapframe/addressSpace', { pid: 9 }), /there is no process 9/);
});

test('a page walk, level by level, and who may do what', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  const walk = (address: string): Promise<PageWalkBody> =>
    client.request<PageWalkBody>('trapframe/pageWalk', { pid: 1, address });
  const verdict = (body: PageWalkBody): string =>
    body.accesses
      .map(({ mode, access, allowed }) => (allowed ? `${mode} ${access}` : ''))
      .filter(Boolean)
      .join();

  const code = await walk('0x1004');
  assert.deepEqual(
    code.levels.map(({ level, index, words }) => [level, index, words]),
    [
      [2, 0, 'points to the next table'],
      [1, 0, 'points to the next table'],
      [0, 1, 'a page, readable, executable, for user mode, accessed'],
    ],
  );
  assert.equal(code.levels[0].table, code.root);
  assert.equal(code.levels[2].bits, 'VR-XU-A-');
  assert.deepEqual([code.pageSize, code.failure], [4096, undefined]);
  assert.equal(verdict(code), 'user read,user execute');
  const bytes = async (address: string): Promise<string | undefined> =>
    (await client.request<{ data?: string }>('readMemory', { memoryReference: address, count: 8 })).data;
  // The kernel has all of RAM at its physical addresses.
  assert.equal(await bytes('0x1004'), await bytes(code.physical!));

  const kernel = await walk('0x80000000');
  assert.equal(verdict(kernel), 'kernel read,kernel execute');
  assert.match(kernel.accesses[0].why ?? '', /not for user mode \(U = 0\)/);
  const ram = await walk('0x84000000');
  assert.deepEqual([ram.pageSize, ram.levels.length, verdict(ram)], [2 ** 21, 2, 'kernel read,kernel write']);
  const nothing = await walk('0');
  assert.match(nothing.failure ?? '', /not valid/);
  assert.ok(nothing.accesses.every(({ allowed, why }) => !allowed && why === nothing.failure));
  assert.match((await walk('0x4000000000')).failure ?? '', /not a canonical address/);
  const at = (pid: number, address: string | number) =>
    client.request<PageWalkBody>('trapframe/pageWalk', { pid, address });
  const sp = await client.number('sp');
  assert.deepEqual(await at(1, 'sp - 16'), await at(1, sp - 16), 'an expression, in the frame in focus');
  for (const [address, words] of [
    ['somewhere', /^"somewhere" is no address: nothing is called "somewhere" here/],
    ['', /^"" is no address; use a number/],
    [-1, /^-1 is no address/],
    [undefined, /^address is missing/],
    ['0x', /^"0x" is no address/],
  ] as const) {
    assert.match(await client.refusal('trapframe/pageWalk', { pid: 1, address }), words);
  }
});

test('a name in an address is that of the program of the process, whoever is looked at', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('loop.s'), place.path('hello.s')] } });
  await client.stopped();
  const walk = await client.request<PageWalkBody>('trapframe/pageWalk', { pid: 2, address: 'message' });
  assert.equal(walk.address, '0x2000');
  assert.match(
    await client.refusal('trapframe/pageWalk', { pid: 1, address: 'message' }),
    /nothing is called "message"/,
  );
});

test('physical memory by owner: every page of the RAM once', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('hello.s'), place.path('loop.s')], memory: '16M' } });
  await client.stopped();
  const { ram, ranges } = await client.request<PhysicalMemoryBody>('trapframe/physicalMemory');
  const inRam = ranges.filter(({ start }) => Number(start) >= Number(ram.start));
  assert.equal(inRam[0].owner, 'kernelImage');
  let next = ram.start;
  for (const { start, end } of inRam) {
    assert.equal(start, next);
    next = end;
  }
  assert.equal(next, ram.end);
  const size = (owner: string, pid?: number): number =>
    ranges
      .filter((range) => range.owner === owner && range.pid === pid)
      .reduce((sum, range) => sum + range.size, 0);
  // Code, data and 16 pages of stack; the other program has no data.
  assert.equal(size('process', 1), 18 * 4096);
  assert.equal(size('process', 2), 17 * 4096);
  assert.equal(size('kernelStack', 1) > 0, true);
  const own = ranges.filter(({ owner, pid }) => owner === 'process' && pid === 1);
  assert.deepEqual(
    own.map(({ name, kind, address, size: bytes }) => [name, kind, address, bytes / 4096]),
    [
      ['hello', 'code', '0x1000', 1],
      ['hello', 'data', '0x2000', 1],
      ['hello', 'stack', '0x1ff0000', 16],
    ],
  );
  for (const { start, address } of own) {
    const { physical } = await client.request<PageWalkBody>('trapframe/pageWalk', { pid: 1, address });
    assert.equal(start, physical);
  }
  assert.ok(size('kernelHeap') > 0 && ranges.every(({ owner }) => owner !== 'other'));
  assert.deepEqual(
    ranges
      .filter(({ owner }) => owner === 'kernelImage')
      .map(({ kind }) => kind)
      .slice(0, 3),
    ['code', 'constants', 'data'],
  );
  assert.ok(size('pageTable', 1) >= 3 * 4096 && size('pageTable', 2) >= 3 * 4096);
  assert.equal(size('free'), 4096 * (await client.number('pages_free')));
  assert.ok(
    ranges.some(({ owner, name, start }) => owner === 'device' && name === 'uart' && start === '0x10000000'),
  );
});

test('without a kernel there are page walks, and memory of unknown owners', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('bare.s'), kernel: 'none', stopOnEntry: 'reset' } });
  await client.stopped();
  const walk = await client.request<PageWalkBody>('trapframe/pageWalk', { address: '0x80000000' });
  assert.deepEqual([walk.levels, walk.physical, walk.root], [[], '0x80000000', undefined]);
  const { message, ranges } = await client.request<PhysicalMemoryBody>('trapframe/physicalMemory');
  assert.match(message ?? '', /there is no kernel/);
  assert.ok(ranges.length > 3);
  assert.match(await client.refusal('trapframe/addressSpace', { pid: 1 }), /there is no kernel/);
});

test('copy on write and a stack that grows are seen: in the address space, and in the frames by owner', async () => {
  const client = await place.start();
  const launch = { program: place.path('family.s'), bootArguments: 'fork=cow stack=grow' };
  await client.begin({ launch, filters: ['processExit'] });
  await client.stopped();
  const framesOf = async (): Promise<PhysicalMemoryBody['frames']> =>
    (await client.request<PhysicalMemoryBody>('trapframe/physicalMemory', {})).frames;
  const total = (frames: PhysicalMemoryBody['frames']): number =>
    frames.reduce((sum, one) => sum + one.frames, 0);
  const before = await framesOf();
  assert.equal(total(before), 32768);
  const at = await client.request<AddressSpaceBody>('trapframe/addressSpace', { pid: 1 });
  const stacks = at.regions.filter(({ kind }) => kind === 'stack');
  assert.deepEqual(
    stacks.map(({ permissions, frames, start }) => [permissions, frames, start]),
    [
      ['', 0, '0x1ff0000'],
      ['rw-', 1, '0x1fff000'],
    ],
  );
  await client.go('continue');
  const after = await framesOf();
  assert.equal(total(after), 32768);
  const child = after.find(({ owner, pid }) => owner === 'process' && pid === 2)!;
  const parent = after.find(({ owner, pid }) => owner === 'process' && pid === 1)!;
  assert.ok((child.shared ?? 0) + (parent.shared ?? 0) > 0, JSON.stringify(after));
  const shared = await client.request<AddressSpaceBody>('trapframe/addressSpace', { pid: 1 });
  assert.ok(shared.regions.some(({ copyOnWrite, permissions }) => copyOnWrite && permissions === 'r--'));
});
