import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesced } from './coalesce';

test('calls while one is under way become one more', async () => {
  let begun = 0;
  let end: () => void = () => undefined;
  const call = coalesced(() => {
    begun++;
    return new Promise((resolve) => (end = resolve));
  });
  call();
  call();
  call();
  assert.equal(begun, 1);
  end();
  await new Promise(setImmediate);
  assert.equal(begun, 2);
  end();
  await new Promise(setImmediate);
  assert.equal(begun, 2);
  call();
  assert.equal(begun, 3);
});
