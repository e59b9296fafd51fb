import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MessageReader, MOST_BYTES } from './message-reader';

function reader(): { push(bytes: Uint8Array): void; got: unknown[]; refused: string[] } {
  const got: unknown[] = [];
  const refused: string[] = [];
  const one = new MessageReader(
    (message) => got.push(message),
    (why) => refused.push(why),
  );
  return { push: (bytes) => one.push(bytes), got, refused };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const framed = (text: string, header = 'Content-Length: '): string =>
  `${header}${bytesOf(text).length}\r\n\r\n${text}`;

test('messages are read however the stream cuts them', () => {
  const value = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer()));
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 })),
      (messages, cuts) => {
        const { push, got, refused } = reader();
        const all = bytesOf(messages.map((one) => framed(JSON.stringify(one))).join(''));
        let at = 0;
        for (const cut of cuts) push(all.subarray(at, (at += cut)));
        push(all.subarray(at));
        assert.deepEqual(got, JSON.parse(JSON.stringify(messages)));
        assert.deepEqual(refused, []);
      },
    ),
  );
});

test('what is no message is passed over', () => {
  const { push, got, refused } = reader();
  push(
    bytesOf(
      'Nonsense: 1\r\n\r\n' + framed('{"a":') + framed('7') + framed('null') + 'Content-Length: 0\r\n\r\n',
    ),
  );
  push(bytesOf(framed('{"a":1}', 'Content-Type: x\r\ncontent-length:')));
  assert.deepEqual(got, [{ a: 1 }]);
  assert.deepEqual(refused, []);
});

test('what is too long, or never begins, is refused once, and nothing is held', () => {
  for (const text of [`Content-Length: ${MOST_BYTES + 1}\r\n\r\n`, 'x'.repeat(5000)]) {
    const { push, got, refused } = reader();
    push(bytesOf(text));
    push(bytesOf(framed('{"a":1}')));
    push(bytesOf(text));
    assert.equal(refused.length, 1);
    assert.match(refused[0], /too long: at most 16777216|header has no end/);
    assert.deepEqual(got, []);
  }
});

test('a large message is read in time that its length alone decides', () => {
  const { push, got } = reader();
  const text = JSON.stringify({ data: 'x'.repeat(MOST_BYTES - 100) });
  const all = bytesOf(framed(text));
  // A pipe gives it in pieces: 16,000 of them, each copied once.
  for (let at = 0; at < all.length; at += 1024) push(all.subarray(at, at + 1024));
  assert.equal((got[0] as { data: string }).data.length, MOST_BYTES - 100);
});
