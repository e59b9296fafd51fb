import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cursor } from './cursor';
import { DwarfError } from './error';
import { sleb, text, u32, u64, uleb, type Bytes } from './testing/bytes';

const over = (bytes: Bytes) => new Cursor(Uint8Array.from(bytes), '.debug_test');

test('unsigned LEB128 of any 64-bit number', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
      const cursor = over(uleb(value));
      assert.equal(cursor.ulebBig(), value);
      assert.ok(cursor.atEnd);
    }),
  );
});

test('signed LEB128 of any 64-bit number', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (value) => {
      const cursor = over(sleb(value));
      assert.equal(cursor.slebBig(), value);
      assert.ok(cursor.atEnd);
    }),
  );
});

test('linkers pad LEB128 numbers', () => {
  assert.equal(over([0x85, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]).uleb(), 5);
  assert.equal(over([0xfb, 0xff, 0xff, 0xff, 0x7f]).sleb(), -5);
  assert.throws(() => over(Array<number>(30).fill(0x80)).ulebBig(), DwarfError);
  assert.throws(() => over(Array<number>(30).fill(0x80)).skipLeb(), DwarfError);
});

test('numbers are little endian', () => {
  assert.equal(over(u32(0xfedc_ba98)).u32(), 0xfedc_ba98);
  assert.equal(over(u32(0xfedc_ba98)).i32(), 0xfedc_ba98 - 0x1_0000_0000);
  assert.equal(over([0x01, 0x02, 0x83]).u24(), 0x83_02_01);
  assert.equal(over(u64(0xfedc_ba98_7654_3210n)).u64(), 0xfedc_ba98_7654_3210n);
  assert.equal(over(u64(0xffff_ffff_ffff_fffen)).i64(), -2n);
  assert.equal(over([0xff, 0xfe, 0xff]).at(1).i16(), -2);
});

test('strings end at their NUL', () => {
  const cursor = over([...text('größe'), ...text('')]);
  assert.deepEqual([cursor.string(), cursor.string(), cursor.atEnd], ['größe', '', true]);
  assert.throws(() => over([0x61, 0x62]).string(), /\.debug_test\+0x0: a string without end/);
});

test('no read leaves the section or the part of it', () => {
  const reads: readonly ((cursor: Cursor) => unknown)[] = [
    (cursor) => cursor.u8(),
    (cursor) => cursor.u16(),
    (cursor) => cursor.u24(),
    (cursor) => cursor.u32(),
    (cursor) => cursor.u64(),
    (cursor) => cursor.uleb(),
    (cursor) => cursor.slebBig(),
    (cursor) => cursor.string(),
    (cursor) => cursor.block(5),
    (cursor) => cursor.skip(7),
    (cursor) => cursor.skipLeb(),
    (cursor) => cursor.skipString(),
    (cursor) => cursor.at(cursor.uleb()).u8(),
  ];
  const steps = fc.array(fc.integer({ min: 0, max: reads.length - 1 }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), steps, (bytes, end, order) => {
      if (end > bytes.length) return;
      const cursor = new Cursor(bytes, '.debug_test', 0, end);
      try {
        for (const step of order) {
          reads[step](cursor);
          assert.ok(cursor.offset <= end);
        }
      } catch (error) {
        assert.ok(error instanceof DwarfError, String(error));
        assert.ok(cursor.offset <= end);
      }
    }),
  );
});

test('a cursor outside of its section is refused', () => {
  for (const offset of [-1, 5, 1.5e300, Number.NaN])
    assert.throws(() => over([1, 2, 3]).at(offset), DwarfError);
  assert.throws(() => over([1, 2, 3]).at(0, 4), DwarfError);
});
