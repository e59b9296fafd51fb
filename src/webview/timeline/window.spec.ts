import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pan, revealing, zoom } from './window';

const window = fc
  .tuple(fc.nat(1_000_000), fc.integer({ min: 8, max: 100_000 }))
  .map(([from, width]) => ({ from, to: from + width }));

test('zooming keeps what is under the pointer, and whole instants', () => {
  fc.assert(
    fc.property(window, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (seen, share) => {
      const around = seen.from + share * (seen.to - seen.from);
      const next = zoom(seen, 0.5, around, 10_000_000);
      assert.ok(Number.isInteger(next.from) && Number.isInteger(next.to));
      assert.ok(next.to - next.from >= 4);
      if (next.to - next.from > 8) {
        assert.ok(Math.abs((around - next.from) / (next.to - next.from) - share) < 0.2);
      }
    }),
  );
});

test('no window leaves the run, but for a margin behind the instant of the machine', () => {
  fc.assert(
    fc.property(
      window,
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.integer({ min: 8 }),
      (seen, by, now) => {
        const moved = pan(seen, by, now);
        const width = moved.to - moved.from;
        assert.ok(moved.from >= 0 && moved.to <= Math.max(width, Math.ceil(now + width / 20)));
        const wide = zoom(seen, 1e9, seen.from, now);
        assert.ok(wide.from === 0 && wide.to >= now && wide.to <= Math.ceil(1.2 * now) + 4);
      },
    ),
  );
});

test('an instant that is seen already moves nothing', () => {
  const seen = { from: 100, to: 200 };
  assert.equal(revealing(seen, 150, 1000), seen);
  assert.deepEqual(revealing(seen, 500, 1000), { from: 450, to: 550 });
});
