import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GUTTER, Scale } from './scale';

const scale = fc
  .record({
    from: fc.nat(1_000_000),
    length: fc.integer({ min: 4, max: 10_000_000 }),
    stretched: fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), { maxLength: 20 }),
  })
  .map(({ from, length, stretched }) => {
    const instants = new Set(stretched.map((share) => from + Math.round(share * length)));
    return new Scale(
      { from, to: from + length },
      1000,
      [...instants].sort((a, b) => a - b),
    );
  });

test('a place has one instant, and the order of instants is that of places, however they are stretched', () => {
  fc.assert(
    fc.property(scale, fc.double({ min: 0, max: 1, noNaN: true }), (seen, share) => {
      const { from, to } = seen.window;
      const at = from + share * (to - from);
      assert.ok(Math.abs(seen.at(seen.x(at)) - at) <= (to - from) / 1e6);
      assert.ok(seen.x(at) <= seen.x(to) && seen.x(at) >= seen.x(from));
      assert.equal(seen.x(from), GUTTER);
      assert.ok(Math.abs(seen.x(to) - 1000) < 1e-6);
    }),
  );
});

test('stretched, nine steps between two long stays can be seen; true to scale they are a hair', () => {
  const window = { from: 0, to: 5018 };
  const stretched = new Scale(window, 1000, [2500, 2509]);
  assert.ok(stretched.x(2509) - stretched.x(2500) > 100);
  assert.ok(!stretched.isTrue);
  const even = new Scale(window, 1000);
  assert.ok(even.x(2509) - even.x(2500) < 2);
  assert.ok(even.isTrue);
});
