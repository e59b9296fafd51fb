import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteQueue } from './byte-queue';

test('has every byte that came, by its number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 40 }),
      fc.nat(70_000),
      (parts, big) => {
        const queue = new ByteQueue();
        const all: number[] = [];
        for (const part of [...parts, new Uint8Array(big).fill(7), ...parts]) {
          queue.push(part);
          for (const byte of part) all.push(byte);
        }
        assert.equal(queue.length, all.length);
        assert.equal(queue.at(all.length), undefined);
        for (const index of [0, 1, 65_535, 65_536, all.length - 1]) assert.equal(queue.at(index), all[index]);
      },
    ),
    { numRuns: 50 },
  );
});

test('what is forgotten is gone, what comes behind it is not', () => {
  const queue = new ByteQueue();
  queue.push(new Uint8Array(200_000).map((_, index) => index % 251));
  queue.forget(140_000);
  assert.equal(queue.at(0), undefined);
  assert.equal(queue.at(139_999), 139_999 % 251);
  assert.equal(queue.at(199_999), 199_999 % 251);
  assert.equal(queue.length, 200_000);
});
