/**
 * A digest of bytes that is the same on every platform: two 32-bit lanes of multiply-and-rotate over words (the mixing steps are
 * those of MurmurHash3). Made to tell states apart, not to resist an adversary.
 */
export class Digest {
  private a = 0x9e3779b9;
  private b = 0x85ebca6b;

  word(value: number): void {
    this.a = Math.imul(rotate(this.a ^ Math.imul(value, 0xcc9e2d51), 13), 5) + 0xe6546b64;
    this.b = Math.imul(rotate(this.b ^ Math.imul(value, 0x1b873593), 17), 9) + 0x38b34ae5;
  }

  /** A number that may need more than 32 bits. */
  number(value: number): void {
    this.word(value | 0);
    this.word(Math.floor(value / 2 ** 32) | 0);
  }

  words(values: Int32Array, start: number, end: number): void {
    for (let index = start; index < end; index++) this.word(values[index]);
  }

  text(value: string): void {
    this.number(value.length);
    for (let index = 0; index < value.length; index++) this.word(value.charCodeAt(index));
  }

  /** 16 hexadecimal digits. */
  result(): string {
    return [this.a, this.b].map((lane) => (finish(lane) >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

function finish(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
