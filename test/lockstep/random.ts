/** A seeded generator of random numbers (sfc32 by Chris Doty-Humphrey): the same seed gives the same programs everywhere. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(...seeds: readonly number[]) {
    [this.a = 0, this.b = 0x9e37_79b9, this.c = 0x243f_6a88] = seeds;
    for (let round = 0; round < 15; round++) this.word();
  }

  /** 32 bits, unsigned. */
  word(): number {
    const sum = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** An integer from 0 up to, and without, `end` (at most 2^32). */
  below(end: number): number {
    return Math.floor((this.word() / 2 ** 32) * end);
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }

  long(): bigint {
    return (BigInt(this.word()) << 32n) | BigInt(this.word());
  }

  /** 64 bits, unsigned; half of them near the edges of a width, or small. */
  value(): bigint {
    switch (this.below(6)) {
      case 0:
        return BigInt.asUintN(64, BigInt(this.below(110) - 40));
      case 1:
      case 2: {
        const edge = 1n << BigInt(this.pick([7, 8, 15, 16, 31, 32, 33, 62, 63]));
        const near = edge + BigInt(this.below(5) - 2);
        return BigInt.asUintN(64, this.once(2) ? near : -near);
      }
      case 3:
        return BigInt.asUintN(64, BigInt.asIntN(32, this.long()));
      default:
        return this.long();
    }
  }

  /** Exchanges the items of a list at random. */
  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [items[last], items[other]] = [items[other], items[last]];
    }
    return items;
  }
}
