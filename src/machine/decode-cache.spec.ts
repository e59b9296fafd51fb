import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DecodeCache } from './decode-cache';
import { DECODED_PAGES, PAGE_SIZE, RAM_OFFSET } from './layout';
import { State } from './state';

test('a page of code whose decoded form is thrown away while it is asked for, at another address, is known as code', () => {
  const cache = new DecodeCache(
    new State((DECODED_PAGES + 1) * PAGE_SIZE, 1),
    () => {},
    () => {},
  );
  for (let page = 0; page < DECODED_PAGES; page++) {
    const offset = page * PAGE_SIZE;
    cache.page(RAM_OFFSET + offset, 0x8000_0000n + BigInt(offset));
  }
  const decoded = cache.page(RAM_OFFSET, 0x1000n);
  assert.ok(cache.storeTo(RAM_OFFSET), 'stores to it have to be seen');
  assert.equal(cache.page(RAM_OFFSET, 0x1000n), decoded);
});
