import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Recent, sizeOf } from './recent';

/** The same told otherwise: for each key the instant of its last use. */
class Reference {
  private readonly used = new Map<number, number>();
  private now = 0;
  constructor(
    private readonly sets: number,
    private readonly ways: number,
  ) {}

  touch(key: number): boolean {
    const isHit = this.used.delete(key);
    this.used.set(key, this.now++);
    const set = [...this.used].filter(([other]) => (other & (this.sets - 1)) === (key & (this.sets - 1)));
    if (set.length > this.ways) this.used.delete(set.sort(([, a], [, b]) => a - b)[0][0]);
    return isHit;
  }
  remove(key: number): void {
    this.used.delete(key);
  }
}

test('hits and misses are those of an LRU list, for any keys in any order', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2, 8),
      fc.constantFrom(1, 2, 4, 32),
      fc.array(fc.tuple(fc.integer({ min: -40, max: 90 }), fc.nat(9)), { maxLength: 400 }),
      (sets, ways, uses) => {
        const geometry = { sets, ways };
        const recent = new Recent(geometry, new Int32Array(sizeOf(geometry)));
        const reference = new Reference(sets, ways);
        for (const [key, kind] of uses) {
          if (kind === 0) {
            recent.remove(key);
            reference.remove(key);
            assert.equal(recent.age(key), -1);
          } else {
            const isThere = recent.age(key) >= 0;
            assert.equal(recent.touch(key), isThere);
            assert.equal(isThere, reference.touch(key));
            assert.equal(recent.age(key), 0);
          }
        }
      },
    ),
  );
});
