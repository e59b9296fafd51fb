import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { grouped } from '../../base/grouped';
import { instantMeant, shareBefore } from './instants';

const extent = { now: 400, end: 1000 };

test('an instant is a count, a share of the recording, or so many steps from here', () => {
  for (const [text, instant] of [
    ['1204331', 1204331],
    [' 1 204 331 ', 1204331],
    ['1,204,331', 1204331],
    ['50 %', 500],
    ['0%', 0],
    ['100%', 1000],
    ['99.9 %', 999],
    ['+100', 500],
    ['-100', 300],
    ['-5000', 0],
  ] as const) {
    assert.equal(instantMeant(text, extent), instant, text);
  }
});

test('what is none is refused with what is allowed', () => {
  for (const text of ['', 'main', '1.5', '0x10', '--3', '1e3', '%', '12 steps'])
    assert.throws(() => instantMeant(text, extent), /no instant: a count of steps such as/, text);
  for (const text of ['101 %', '-5 %', '+1%'])
    assert.throws(() => instantMeant(text, extent), /from 0 % to 100 %/, text);
  assert.throws(() => instantMeant('99999999999999999999', extent), /more steps than can be counted/);
});

test('what is shown of an instant leads to it; only the end is 100 %', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
      const [now, end] = [Math.min(a, b), Math.max(a, b)];
      assert.equal(instantMeant(grouped(now), { now: 0, end }), now);
      const share = shareBefore({ now, end });
      assert.ok(share >= 0 && share <= 100);
      // Beyond 2^46 a hundredth of a percent is finer than the number itself.
      if (end < 2 ** 46) assert.equal(share === 100, now === end);
    }),
  );
});
