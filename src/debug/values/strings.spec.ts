import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryAt } from '../expressions/testing/environment';
import { quoteText, readString, textIn } from './strings';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Memory from 0x1000 on that begins with these bytes. */
const memoryOf = (bytes: Uint8Array) =>
  memoryAt(0x1000n, Uint8Array.from([...bytes, ...new Uint8Array(128)]));

test('a text is UTF-8, and bytes where it is none', () => {
  assert.equal(quoteText(encode('größe "€" 😀\0rest')), '"größe \\"€\\" 😀"');
  // Latin-1, a sequence that is cut, an overlong one, a character that nobody can see.
  assert.equal(quoteText(Uint8Array.of(0x67, 0xf6, 0xc3)), '"g\\366\\303"');
  assert.equal(quoteText(Uint8Array.of(0xc0, 0xaf)), '"\\300\\257"');
  assert.equal(quoteText(encode('\u200b\u00a0')), '"\\342\\200\\213\\302\\240"');
});

test('a character may lie across two pieces that are read', () => {
  const text = `${'x'.repeat(63)}ü`;
  assert.equal(readString(memoryOf(encode(text)), 0x1000n, 200), `"${text}"`);
});

test('text in another alphabet is recognized, noise is not', () => {
  const text = (bytes: Uint8Array): string | undefined => textIn(memoryOf(bytes), 0x1000n, 2);
  assert.equal(text(encode('Ω1\0')), '"Ω1"');
  assert.equal(text(Uint8Array.of(0x61, 0xff, 0x62, 0)), undefined);
});
