import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escaped, packet, PACKET_SIZE, PacketReader, type Incoming } from './packet';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

test('any bytes, escaped and framed, come out again, wherever the stream is cut', () => {
  const data = fc
    .array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 })
    .map((codes) => String.fromCharCode(...codes));
  fc.assert(
    fc.property(fc.array(data, { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), (texts, step) => {
      const reader = new PacketReader();
      const stream = texts.flatMap((text) => [...packet(escaped(text))]);
      const came: Incoming[] = [];
      for (let at = 0; at < stream.length; at += step) {
        came.push(...reader.take(Uint8Array.from(stream.slice(at, at + step))));
      }
      assert.deepEqual(
        came,
        texts.map((text) => ({ kind: 'packet', data: text })),
      );
    }),
  );
});

test('acknowledgements, an interrupt and noise between packets', () => {
  assert.deepEqual(new PacketReader().take(bytesOf('+-\x03 noise$g#67')), [
    { kind: 'acknowledged' },
    { kind: 'again' },
    { kind: 'interrupt' },
    { kind: 'packet', data: 'g' },
  ]);
});

test('a wrong checksum and endless data are damage, and the next packet is read', () => {
  const reader = new PacketReader();
  assert.deepEqual(reader.take(bytesOf('$g#00$g#67')), [{ kind: 'damaged' }, { kind: 'packet', data: 'g' }]);
  assert.deepEqual(reader.take(bytesOf(`$${'x'.repeat(PACKET_SIZE + 1)}#00$g#67`)), [
    { kind: 'damaged' },
    { kind: 'packet', data: 'g' },
  ]);
});
