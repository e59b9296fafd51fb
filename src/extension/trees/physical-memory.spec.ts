import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhysicalMemoryBody } from '../../protocol/requests';
import type { Node } from './node';
import { presentMemory } from './physical-memory';

const MIB = 1 << 20;
const body: PhysicalMemoryBody = {
  ram: { start: '0x80000000', end: '0x88000000' },
  ranges: [
    { owner: 'device', start: '0x10000000', end: '0x10000100', size: 256, name: 'uart' },
    { owner: 'kernelImage', start: '0x80000000', end: '0x80100000', size: MIB },
    { owner: 'process', start: '0x80300000', end: '0x80301000', size: 4096, pid: 2 },
    { owner: 'process', start: '0x80301000', end: '0x80302000', size: 4096, pid: 3 },
    { owner: 'free', start: '0x80302000', end: '0x80402000', size: MIB },
  ],
};

test('a row for each range: owner and process in words, colour and icon besides', () => {
  const [, kernel, second, third, free, devices] = presentMemory(body);
  assert.ok(Array.isArray(devices.children));
  const [uart] = devices.children as readonly Node[];
  assert.equal(uart.label, 'uart');
  assert.equal(uart.description, '0x10000000 – 0x10000100 · 256 bytes');
  assert.equal(second.label, 'Page of process 2');
  assert.equal(second.description, '0x80300000 – 0x80301000 · 4 KiB');
  assert.equal(second.spoken, 'Page of process 2, from 0x80300000 to 0x80301000, 4 KiB');
  assert.notEqual(second.color, third.color, 'neighbours differ by colour');
  assert.notEqual(second.label, third.label, 'and by words');
  assert.equal(new Set([uart, kernel, second, free].map(({ icon }) => icon)).size, 4);
});

test('how much each owner has, pages of all processes together; devices are no RAM', () => {
  const [shares] = presentMemory(body);
  assert.ok(Array.isArray(shares.children));
  assert.deepEqual(
    shares.children.map(({ spoken }: { spoken?: string }) => spoken),
    ['Kernel: 1 MiB', 'Free: 1 MiB', 'Page of a process: 8 KiB'],
  );
});

test('where owners are not known it says why', () => {
  const [why] = presentMemory({ ...body, message: 'there is no kernel' });
  assert.equal(why.label, 'there is no kernel');
});
