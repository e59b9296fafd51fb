import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryAt } from '../expressions/testing/environment';
import { showRegister } from './format';

/** A register with 0x2000 in it, where there are these bytes and then zeros. */
const pointingTo = (...bytes: readonly number[]): string =>
  showRegister(
    0x2000n,
    memoryAt(0x2000n, Uint8Array.from([...bytes, ...new Uint8Array(128)]), { counter: 0x2000n }),
  );

test('a register that points to text shows it; a counter that happens to be printable is none', () => {
  assert.equal(pointingTo(...Buffer.from('Name? ')), '0x2000 <counter> "Name? "');
  // 12,129, little endian.
  assert.equal(pointingTo(0x61, 0x2f), '0x2000 <counter>');
});
