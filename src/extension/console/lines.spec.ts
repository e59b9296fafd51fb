import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TerminalLines } from './lines';

const convert = (...texts: string[]): string => {
  const lines = new TerminalLines();
  return texts.map((text) => lines.convert(text)).join('');
};

test('a line feed starts at the left', () => {
  assert.equal(convert('one\ntwo\n\nthree'), 'one\r\ntwo\r\n\r\nthree');
});

test('a guest that sends CR LF itself is left alone, also across two texts', () => {
  assert.equal(convert('one\r\ntwo'), 'one\r\ntwo');
  assert.equal(convert('one\r', '\ntwo\n'), 'one\r\ntwo\r\n');
});

test('everything else passes, beyond the basic plane too', () => {
  assert.equal(convert('\x1b[31mrot\x1b[0m 🙂\r50%'), '\x1b[31mrot\x1b[0m 🙂\r50%');
});

test('what would make the terminal act or answer is dropped, however it is cut', () => {
  assert.equal(convert('a\x1b]52;c;cm0g', 'LXJm\x07b\x1b[6', 'nc\x1b', '[cd'), 'abcd');
});
